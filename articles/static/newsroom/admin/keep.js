// Unsaved text survives a crash, a lost connection and a logout: it is kept in this browser until it was
// saved. An open form also says that it is open, and hears who else has it open.
"use strict";
(function () {
  const DAYS = 14;
  const EVERY = 30000;

  function start() {
    const form = document.getElementById("article_form");
    if (!form) return;
    const panels = document.getElementById("panels");
    keepText(form, panels);
    if (panels && panels.dataset.presence) sayPresent(form, panels);
  }

  function keepText(form, panels) {
    const user = panels ? panels.dataset.user : "";
    const key = "newsroom:" + user + ":" + (panels ? panels.dataset.article : "new");
    const before = read(form);
    // A form that came back with an error or a conflict holds what was typed already.
    const cameBack = form.querySelector(".conflicts, .errornote") !== null;
    forgetOld();
    const kept = load(key);
    if (cameBack) {
      if (kept) store(key, changed(before, {}), form);
    } else if (kept && Object.keys(kept.fields).some(function (name) { return before[name] !== kept.fields[name]; })) {
      offer(form, key, kept);
    } else if (kept) {
      localStorage.removeItem(key);
    }
    const note = function () {
      const typed = changed(read(form), cameBack ? {} : before);
      if (Object.keys(typed).length) store(key, typed, form);
      else localStorage.removeItem(key);
    };
    let timer = null;
    const soon = function () {
      clearTimeout(timer);
      timer = setTimeout(note, 400);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    // What was sent is kept too: the answer may be a login page or an error.
    form.addEventListener("submit", function () {
      clearTimeout(timer);
      note();
    });
  }

  // Only what was typed here: the rest may have been changed by others before it is restored.
  function changed(now, before) {
    const typed = {};
    Object.keys(now).forEach(function (name) { if (now[name] !== before[name]) typed[name] = now[name]; });
    return typed;
  }

  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && field.matches("input[type=text], input[type=number], textarea, select") &&
        !field.name.includes("__prefix__") && !field.closest(".conflicts");
    });
  }

  function read(form) {
    const values = {};
    fields(form).forEach(function (field) { values[field.name] = field.value.replace(/\r\n/g, "\n"); });
    return values;
  }

  function store(key, typed, form) {
    const seen = form.querySelector("#id_seen_version");
    const kept = { at: Date.now(), version: seen ? seen.value : "", fields: typed };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch (error) {
      // Storage is full or forbidden: the form works without it.
    }
  }

  function load(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (error) {
      return null;
    }
  }

  function forgetOld() {
    const limit = Date.now() - DAYS * 86400000;
    Object.keys(localStorage).forEach(function (key) {
      if (!key.startsWith("newsroom:")) return;
      const kept = load(key);
      if (!kept || kept.at < limit) localStorage.removeItem(key);
    });
  }

  function offer(form, key, kept) {
    const bar = document.createElement("div");
    bar.className = "kept";
    bar.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = gettext("上次没有保存的文字还在") + "（" + new Date(kept.at).toLocaleString() + "）";
    const restore = button(gettext("恢复"), function () {
      fields(form).forEach(function (field) {
        if (field.name in kept.fields && field.value !== kept.fields[field.name]) {
          field.value = kept.fields[field.name];
          field.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
      // Typed into an older version: saving it must meet what others saved since.
      const seen = form.querySelector("#id_seen_version");
      if (seen && kept.version) seen.value = kept.version;
      bar.remove();
      const first = form.querySelector("#id_title");
      if (first) first.focus();
    });
    const drop = button(gettext("丢弃"), function () {
      localStorage.removeItem(key);
      bar.remove();
    });
    bar.append(words, restore, drop);
    form.prepend(bar);
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function sayPresent(form, panels) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const line = document.getElementById("also-open");
    const ping = function () {
      if (document.hidden) return;
      fetch(panels.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token } })
        .then(function (answer) { return answer.ok ? answer.json() : null; })
        .then(function (told) { if (told) show(told); })
        .catch(function () { /* offline: the next one tells */ });
    };
    const show = function (told) {
      const words = told.others.slice();
      if (String(told.version) !== panels.dataset.version) words.push(gettext("这篇文章刚被保存过"));
      line.hidden = words.length === 0;
      line.textContent = words.length ? words.join("；") + line.dataset.words : "";
    };
    ping();
    setInterval(ping, EVERY);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
