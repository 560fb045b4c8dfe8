// The page desk by keyboard. Every key sends the same form that works without a script.
"use strict";

(() => {
  const desk = document.getElementById("desk");
  const strips = () => [...desk.querySelectorAll(".strip")];
  const current = () => desk.querySelector(".strip[tabindex='0']");
  const words = () => document.getElementById("desk-words").dataset;
  // Marks are sent one after another: the second key may come before the first answer.
  let queue = Promise.resolve();

  function stand(strip, { focus = true } = {}) {
    if (!strip) return;
    for (const other of strips()) other.tabIndex = -1;
    strip.tabIndex = 0;
    lend(strip);
    if (focus) {
      strip.focus({ preventScroll: true });
      strip.scrollIntoView({ block: "nearest" });
    }
  }

  // One set of buttons goes along to the strip one stands on.
  function lend(strip) {
    desk.querySelector(".strip .strip-tools")?.remove();
    const tools = document.getElementById("strip-tools")?.content.firstElementChild.cloneNode(true);
    if (!tools) return;
    for (const form of tools.querySelectorAll("form")) {
      form.elements.start.value = strip.dataset.start;
      form.elements.end.value = strip.dataset.end;
    }
    const [, role, move] = tools.querySelectorAll("form");
    role.elements.value.value = strip.dataset.role;
    const article = desk.querySelectorAll(".desk-article")[strip.dataset.number - 1];
    if (article) move.elements.value.value = article.dataset.first;
    strip.append(tools);
  }

  function step(by) {
    const all = strips();
    stand(all[Math.min(Math.max(all.indexOf(current()) + by, 0), all.length - 1)]);
  }

  function nextDoubt() {
    const all = strips();
    const here = all.indexOf(current());
    stand([...all.slice(here + 1), ...all.slice(0, here)].find((strip) => strip.classList.contains("doubtful")));
  }

  function send(address, fields) {
    queue = queue.then(() => sendNow(address, fields));
    return queue;
  }

  async function sendNow(address, fields) {
    const start = Number(current()?.dataset.start ?? 0);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", desk.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    desk.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "desk" } });
      if (!response.ok && ![409, 422].includes(response.status)) throw new Error(response.status);
      desk.innerHTML = await response.text();
      // A role or a split may have moved borders: stand on the strip that now holds the same words.
      stand(strips().findLast((strip) => Number(strip.dataset.start) <= start) ?? strips()[0]);
    } catch {
      const state = desk.querySelector(".desk-state");
      state.textContent = words().failed;
      state.classList.add("desk-error");
    } finally {
      desk.removeAttribute("aria-busy");
    }
  }

  function mark(kind, value = "", span = null) {
    const strip = current();
    if (!strip) return;
    const address = desk.querySelector(".desk-columns").dataset.mark;
    if (!address) return;
    const { start, end } = span ?? strip.dataset;
    send(address, { kind, value, start, end });
  }

  function press(key) {
    const form = desk.querySelector(`.desk-bar form[data-key="${key}"]`);
    if (!form || form.querySelector("button").disabled) return;
    const version = form.querySelector("[name=version]");
    send(form.action, version ? { version: version.value } : {});
  }

  function moveTo(number) {
    const article = desk.querySelectorAll(".desk-article")[number - 1];
    if (article) mark("move", article.dataset.first);
  }

  // Browsers count UTF-16 units where the page counts characters.
  const characters = (text, units) => [...text.slice(0, units)].length;

  function ask(label, { passage = null, answer = true } = {}) {
    const dialog = document.getElementById("desk-ask");
    const form = dialog.querySelector("form");
    const [input, area] = [form.elements.answer, form.elements.passage];
    dialog.querySelector(".ask-words").textContent = label;
    input.value = "";
    input.hidden = !answer;
    area.hidden = passage === null;
    area.value = passage ?? "";
    area.readOnly = true;
    dialog.returnValue = "no";
    dialog.showModal();
    (answer && passage === null ? input : area).focus();
    if (passage !== null) area.setSelectionRange(0, 0);
    area.onkeydown = (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        if (answer && input.value === "" && area.selectionStart !== area.selectionEnd) input.focus();
        else dialog.close("yes");
      }
    };
    return new Promise((resolve) => {
      dialog.onclose = () => {
        current()?.focus();
        resolve(dialog.returnValue === "yes" ? { text: input.value, from: area.selectionStart, to: area.selectionEnd } : null);
      };
    });
  }

  async function split() {
    const strip = current();
    const text = strip.querySelector(".strip-text").textContent;
    const said = await ask(words().split, { passage: text, answer: false });
    if (!said || said.from === 0) return;
    const at = Number(strip.dataset.start) + characters(text, said.from);
    mark("split", "", { start: at, end: strip.dataset.end });
  }

  async function readAs() {
    const strip = current();
    const text = strip.querySelector(".strip-text").textContent;
    const said = await ask(words().select, { passage: text });
    if (!said || said.from === said.to) return;
    const start = Number(strip.dataset.start);
    mark("read-as", said.text, { start: start + characters(text, said.from), end: start + characters(text, said.to) });
  }

  async function askMove() {
    const said = await ask(words().move);
    if (said && /^\d+$/.test(said.text.trim())) moveTo(Number(said.text));
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    n: () => mark("new-story"),
    j: () => mark("join"),
    m: askMove,
    e: split,
    r: readAs,
    ".": nextDoubt,
    w: () => document.body.classList.toggle("show-rules"),
    "?": () => desk.querySelector(".desk-help").toggleAttribute("open"),
    z: () => press("z"),
    Z: () => press("Z"),
    A: () => press("A"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, dialog, button, a, summary")) return;
    const role = desk.querySelector(`kbd[data-role-key]`) && roleOf(event.key);
    if (keys[event.key]) keys[event.key]();
    else if (/^[1-9]$/.test(event.key)) moveTo(Number(event.key));
    else if (role) mark("role", role);
    else return;
    event.preventDefault();
  });

  function roleOf(key) {
    const found = [...desk.querySelectorAll("kbd[data-role-key]")].find((kbd) => kbd.textContent === key);
    return found?.dataset.roleKey;
  }

  desk.addEventListener("click", (event) => {
    const strip = event.target.closest(".strip");
    // A selection stays where it was made: standing anew would take it away.
    if (strip && !event.target.closest("form") && (strip !== current() || getSelection().isCollapsed)) stand(strip);
  });

  desk.addEventListener("click", (event) => {
    if (!event.target.closest(".desk-next")) return;
    event.preventDefault();
    nextDoubt();
  });

  // What is selected in a strip is what its forms ask for: no need to type it again.
  document.addEventListener("selectionchange", () => {
    const picked = getSelection();
    const strip = current();
    if (!strip || picked.isCollapsed || !strip.querySelector(".strip-text").contains(picked.anchorNode)) return;
    for (const field of strip.querySelectorAll(".strip-tools [name=words]")) field.value = picked.toString().slice(0, 200);
  });

  // Plain forms inside the desk go the same quick way.
  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form, event.submitter));
    delete fields.csrfmiddlewaretoken;
    const strip = form.closest(".strip");
    if (strip) stand(strip, { focus: false });
    send(form.action, fields);
  });

  const anchor = location.hash && document.getElementById(location.hash.slice(1));
  stand(anchor || strips()[0]);
})();
