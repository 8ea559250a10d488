//! `cargo xtask`: sets up, builds, serves, tests and packages the project.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xshell::Shell;
use xtask::{
    bench, bundle, check, latency, lengths, lighthouse, package, project, scorm, serve, site, size,
    train,
};

/// Everything the project does on the command line.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build in release and serve on this machine.
    Serve {
        /// The port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the static site in `dist/`; it works under any path of any host.
    Build,
    /// Install what is missing and check everything, stopping at the first failure.
    Test {
        /// Run this step alone.
        #[arg(long)]
        only: Option<check::Step>,
    },
    /// Build the npm package in `pkg/`.
    Package,
    /// Build the page as one HTML file, which opens without a server and a network.
    Bundle {
        /// Where the file goes.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Leave out what was trained beforehand: the file is smaller, and the page trains itself.
        #[arg(long)]
        without_trained: bool,
    },
    /// Build a lab as a SCORM 1.2 package, which tells a course how much of it was seen.
    Scorm(scorm::Options),
    /// Measure what the first load of `dist/` transfers, against its budget.
    Size,
    /// Build the page and measure the time from keystroke to painted frame.
    Latency,
    /// Measure the variants of attention beside onnxruntime-web, in a real browser.
    Bench,
    /// Train what the positions lab shows before anyone has trained, into `www/lengths.json`.
    Lengths,
    /// Train a model that comes with the page, into `www/models`; what was broken off is gone on
    /// with.
    Train(train::Options),
    /// Rate `dist/` with Lighthouse's mobile setting.
    Lighthouse,
}

fn main() -> Result<()> {
    let shell = Shell::new()?;
    shell.change_dir(project::root());
    match Arguments::parse().task {
        Task::Serve { port } => serve::run(&shell, port),
        Task::Build => site::build(&shell),
        Task::Test { only } => check::run(&shell, only),
        Task::Package => package::build(&shell),
        Task::Bundle { out, without_trained } => {
            let trained =
                if without_trained { bundle::Trained::LeftOut } else { bundle::Trained::Included };
            bundle::run(&shell, out, trained)
        }
        Task::Scorm(options) => scorm::run(&shell, &options),
        Task::Size => size::check(&project::dist()),
        Task::Latency => latency::run(&shell),
        Task::Bench => bench::run(&shell),
        Task::Lengths => lengths::run(&shell),
        Task::Train(options) => train::run(&shell, &options),
        Task::Lighthouse => lighthouse::run(&shell),
    }
}
