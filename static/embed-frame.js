// Tells the page around an embed how tall the embed is. A height is no secret, so any page may hear it.
"use strict";

if (parent !== window) {
  const root = document.documentElement;
  new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    parent.postMessage({ createOptionsPlayground: { height } }, "*");
  }).observe(root);
}
