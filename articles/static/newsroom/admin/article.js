// The article's form: tags without turning the page, and paragraphs tied to their place on the printed page.
"use strict";
(function () {
  function start() {
    document.addEventListener("submit", sendTags);
    linkPage();
  }

  function sendTags(event) {
    const form = event.target;
    if (!form.dataset || form.dataset.fragment !== "tags") return;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    const from = document.getElementById("panels").dataset.version;
    fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "newsroom" } })
      .then(function (answer) {
        if (!answer.ok) {
          return answer.json().then(function (told) { say(told.error); });
        }
        return answer.text().then(function (html) { replaceTags(html, from); });
      })
      .catch(function () { say(gettext("没有连上服务器，请稍后再试。")); });
  }

  function replaceTags(html, from) {
    const panel = document.getElementById("tags");
    // Own server, own template: text in it was escaped there.
    panel.innerHTML = html;
    const version = panel.querySelector("[data-version]").dataset.version;
    document.getElementById("panels").dataset.version = version;
    document.querySelectorAll("#panels [name=version]").forEach(function (field) { field.value = version; });
    const seen = document.getElementById("id_seen_version");
    if (seen && seen.value === from) seen.value = version;
    const next = panel.querySelector("button, input[name=paste]");
    if (next) next.focus();
  }

  function say(words) {
    const panel = document.getElementById("tags");
    let line = panel.querySelector(".errornote");
    if (!line) {
      line = document.createElement("p");
      line.className = "errornote";
      line.setAttribute("role", "alert");
      panel.prepend(line);
    }
    line.textContent = words;
  }

  function linkPage() {
    const body = document.getElementById("id_body");
    const page = document.querySelector(".page-beside .page-text");
    if (!body || !page) return;
    const marks = Array.from(page.querySelectorAll("mark"));
    const squeezed = function (text) { return text.replace(/[\s■▲]/g, ""); };
    if (marks.length) page.scrollTop += marks[0].getBoundingClientRect().top - page.getBoundingClientRect().top - 24;
    // From the paragraph with the cursor to the page.
    const toPage = function () {
      const at = body.selectionStart;
      const first = body.value.lastIndexOf("\n", at - 1) + 1;
      const end = body.value.indexOf("\n", at);
      const paragraph = squeezed(body.value.slice(first, end < 0 ? undefined : end));
      const near = squeezed(body.value.slice(first, at));
      let found = null;
      marks.forEach(function (mark) {
        mark.classList.remove("here");
        const words = squeezed(mark.textContent);
        if (!words || found) return;
        if (words.length >= 6 && paragraph.includes(words) && paragraph.indexOf(words) + words.length >= near.length) found = mark;
        else if (paragraph.length >= 6 && words.includes(paragraph.slice(0, 12))) found = mark;
      });
      if (!found) return;
      found.classList.add("here");
      const box = page.getBoundingClientRect();
      const spot = found.getBoundingClientRect();
      if (spot.top < box.top || spot.bottom > box.bottom) page.scrollTop += spot.top - box.top - box.height / 3;
    };
    body.addEventListener("keyup", toPage);
    body.addEventListener("click", toPage);
    // From the page to the paragraph.
    page.addEventListener("click", function (event) {
      const mark = event.target.closest("mark");
      if (!mark) return;
      const words = squeezed(mark.textContent).slice(0, 10);
      const lines = body.value.split("\n");
      let at = 0;
      for (const line of lines) {
        if (words && squeezed(line).includes(words)) {
          body.focus();
          body.setSelectionRange(at, at + line.length);
          // Chromium scrolls a textarea to its selection only while it is not focused.
          body.blur();
          body.focus();
          return;
        }
        at += line.length + 1;
      }
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
