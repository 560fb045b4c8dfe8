// What Django's lists leave without a name for a screen reader: the boxes that select2 draws over a select.
"use strict";
(function () {
  function nameBoxes() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      const label = select.getAttribute("aria-label") ||
        (select.labels && select.labels[0] && select.labels[0].textContent.trim()) || select.name;
      const box = select.nextElementSibling;
      if (!box) return;
      box.querySelectorAll("[role=combobox], [role=textbox], input.select2-search__field").forEach(function (part) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", label);
      });
    });
  }
  window.addEventListener("load", function () { setTimeout(nameBoxes, 0); });
  document.addEventListener("formset:added", function () { setTimeout(nameBoxes, 0); });
})();
