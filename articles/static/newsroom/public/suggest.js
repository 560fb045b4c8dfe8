// Offers agencies, tags and headlines while somebody types. The search works the same without it.
"use strict";

const WAIT = 180; // milliseconds after the last key

function offerSuggestions(input) {
  const list = document.createElement("div");
  list.id = `suggestions-${input.id}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  input.parentElement.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = "";
  let chosen = -1;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function show(suggestions) {
    close();
    for (const [place, suggestion] of suggestions.entries()) {
      const row = document.createElement("a");
      row.id = `${list.id}-${place}`;
      row.href = suggestion.href;
      row.tabIndex = -1;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = suggestion.kind;
      const text = document.createElement("bdi");
      text.textContent = suggestion.text;
      row.append(kind, text);
      list.append(row);
    }
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(place) {
    const rows = [...list.children];
    rows[chosen]?.setAttribute("aria-selected", "false");
    chosen = (place + rows.length) % rows.length;
    rows[chosen].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", rows[chosen].id);
  }

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words || words.length > 40) return close();
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`, { credentials: "omit" });
      if (response.ok && words === asked) show((await response.json()).suggestions);
    } catch {
      close();
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // Pinyin on its way to becoming a word is nothing to look up.
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].click();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 200));
}

for (const input of document.querySelectorAll("input[data-suggest]")) offerSuggestions(input);
