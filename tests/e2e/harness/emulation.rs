//! Other screens and other preferences.

use anyhow::Result;
use serde_json::json;

use super::Page;

impl Page {
    /// Makes the screen this large, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await?;
        self.settle().await
    }

    /// Lets the page have the system's focus, whatever else is on the screen: only then it is told
    /// that an element of it has the focus.
    pub async fn attend(&self) -> Result<()> {
        self.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))
            .await
            .map(drop)
    }

    /// Shows the page as on this medium, such as `print`; the screen again if it is empty.
    pub async fn medium(&self, medium: &str) -> Result<()> {
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium })).await?;
        self.settle().await
    }

    /// Sets what the system prefers, such as `prefers-color-scheme` to `dark`.
    pub async fn prefer(&self, feature: &str, value: &str) -> Result<()> {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await?;
        self.settle().await
    }
}
