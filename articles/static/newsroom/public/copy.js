// Copies a citation and says so on the button. Without it the words can be selected as any other.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break; // only over HTTPS or on this machine
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "✓";
      button.setAttribute("aria-label", `${words} ✓`);
      setTimeout(() => {
        button.textContent = words;
        button.removeAttribute("aria-label");
      }, 2000);
    } catch {
      // Refused: the words are still there to be selected.
    }
  });
}
