//! A static web server on this machine, as any static host would be: compressed answers,
//! right media types, nothing else.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use axum::Router;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// A running server. It stops when this is dropped, which must not be in async code.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    _runtime: Runtime,
}

impl Server {
    /// Serves `folder` under `prefix` (`""` for the root, else like `"/course/lab"`) on
    /// `port`, or on a free one if that is 0.
    ///
    /// # Errors
    ///
    /// When the port is taken.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Self> {
        // What other hosts' pages load, as public static hosts let them.
        let any = HeaderValue::from_static("*");
        Self::with_headers(folder, prefix, port, &[(ACCESS_CONTROL_ALLOW_ORIGIN, any)])
    }

    /// The same with headers of the caller's in each answer, and none for other hosts' pages.
    ///
    /// # Errors
    ///
    /// As [`Self::start`].
    pub fn with_headers(
        folder: &Path,
        prefix: &str,
        port: u16,
        headers: &[(HeaderName, HeaderValue)],
    ) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let address = listener.local_addr()?;
        let mut router = router(folder, prefix);
        for (name, value) in headers {
            router = router.layer(SetResponseHeaderLayer::overriding(name.clone(), value.clone()));
        }
        // It ends with the runtime; there is no one to whom an error could be told.
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, prefix: prefix.to_owned(), _runtime: runtime })
    }

    /// The address of the served folder, with a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}{}/", self.address, self.prefix)
    }
}

fn router(folder: &Path, prefix: &str) -> Router {
    let files = ServeDir::new(folder);
    let router = if prefix.is_empty() {
        Router::new().fallback_service(files)
    } else {
        Router::new().nest_service(prefix, files)
    };
    // What was built a moment ago must never be hidden by what was built before.
    let no_store = HeaderValue::from_static("no-store");
    router
        .layer(CompressionLayer::new())
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, no_store))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::Server;

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: here\r\naccept-encoding: br\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).to_lowercase()
    }

    #[test]
    fn serves_a_folder_under_a_prefix() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), "<p>hello</p>").unwrap();
        std::fs::write(folder.path().join("page.wasm"), [0; 4096]).unwrap();
        let server = Server::start(folder.path(), "/course/lab", 0).unwrap();
        assert!(server.url().ends_with("/course/lab/"));

        let page = get(&server, "/course/lab/");
        assert!(page.starts_with("http/1.1 200"), "{page}");
        assert!(page.contains("cache-control: no-store") && page.ends_with("<p>hello</p>"));

        let wasm = get(&server, "/course/lab/page.wasm?v=1");
        assert!(wasm.contains("content-type: application/wasm"), "{wasm}");
        assert!(wasm.contains("content-encoding: br"), "{wasm}");

        assert!(get(&server, "/course/lab/absent").starts_with("http/1.1 404"));
        assert!(get(&server, "/").starts_with("http/1.1 404"));
    }
}
