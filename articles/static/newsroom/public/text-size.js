// Remembers the size of type a reader chose. Without it the choice still works for the page at hand.
"use strict";

const KEY = "newsroom-text-size";

function rememberTextSize() {
  const choices = document.querySelectorAll('.text-size input[name="size"]');
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    return; // storage refused: the choice holds for this page
  }
  for (const choice of choices) {
    choice.checked = chosen ? choice.value === chosen : choice.checked;
    choice.addEventListener("change", () => localStorage.setItem(KEY, choice.value));
  }
}

rememberTextSize();
