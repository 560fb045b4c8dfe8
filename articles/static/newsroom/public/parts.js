// Puts a linked page's part in place of the link once the reader comes near. Without it the link stays.
"use strict";

async function fetchPart(place) {
  const link = place.querySelector("a[href]");
  try {
    const response = await fetch(link.href, { credentials: "omit" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = page.getElementById("part");
    if (part) place.replaceChildren(...part.childNodes);
  } catch {
    // Offline: the link is still there.
  }
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      fetchPart(entry.target);
    }
  },
  { rootMargin: "200px" },
);

for (const place of document.querySelectorAll("[data-part]")) near.observe(place);
