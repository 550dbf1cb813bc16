// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

// Search over PAGES, in the browser, and diagrams.
(function () {
  "use strict";

  const RESULTS = 8;
  const AROUND = 70;

  const index = lunr(function () {
    this.ref("url");
    this.field("title", { boost: 10 });
    this.field("text");
    PAGES.forEach((page) => this.add(page));
  });

  function find(words) {
    const terms = words.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((term) => term);
    const query = (q) =>
      terms.forEach((term) => {
        q.term(term, { boost: 10 });
        q.term(term, { wildcard: lunr.Query.wildcard.TRAILING });
      });
    return terms.length === 0 ? [] : index.query(query).slice(0, RESULTS);
  }

  function excerpt(text, words) {
    const at = Math.max(0, text.toLowerCase().indexOf(words.toLowerCase().split(/\s+/)[0]));
    const from = Math.max(0, at - AROUND);
    return (from > 0 ? "… " : "") + text.slice(from, at + 2 * AROUND) + " …";
  }

  function item(result, words) {
    const page = PAGES.find((each) => each.url === result.ref);
    const link = document.createElement("a");
    link.href = BASE + page.url;
    const title = document.createElement("strong");
    title.textContent = page.title;
    const text = document.createElement("span");
    text.textContent = excerpt(page.text, words);
    link.append(title, text);
    return link;
  }

  function addSearch() {
    const box = document.createElement("div");
    box.id = "site-search";
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Search";
    input.setAttribute("aria-label", "Search the documentation");
    const results = document.createElement("div");
    results.id = "site-results";
    const show = () => {
      results.replaceChildren(...find(input.value).map((each) => item(each, input.value)));
      if (input.value.trim() && !results.hasChildNodes()) {
        results.textContent = "Nothing found.";
      }
    };
    input.addEventListener("input", show);
    box.append(input, results);
    document.body.prepend(box);
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) {
      show();
    }
  }

  function drawDiagrams() {
    if (window.mermaid) {
      mermaid.initialize({ startOnLoad: false, theme: "neutral" });
      mermaid.run();
    }
  }

  addSearch();
  drawDiagrams();
})();
