// Runs before the form exists. A form that is sent before the page is ready would put the prompt into the address.
addEventListener(
  "submit",
  (event) => {
    event.preventDefault();
    document.documentElement.dataset.early = event.target.id;
  },
  { capture: true, once: true },
);
