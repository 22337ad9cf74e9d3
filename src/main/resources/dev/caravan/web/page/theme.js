// Runs before the first paint, so that the page never flashes in the other theme.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("caravan.theme");
    } catch {
      return null; // Some browsers forbid storage.
    }
  };
  const dark = () => (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    root.dataset.theme = dark() ? "dark" : "light";
    document.getElementById("theme")?.setAttribute("aria-pressed", String(dark()));
  };
  show();
  system.addEventListener("change", show);
  addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("theme").addEventListener("click", () => {
      const next = dark() ? "light" : "dark";
      try {
        localStorage.setItem("caravan.theme", next);
      } catch {
        // Without storage, the theme lasts until the page is closed.
      }
      root.dataset.theme = next;
      document.getElementById("theme").setAttribute("aria-pressed", String(next === "dark"));
    });
  });
})();
