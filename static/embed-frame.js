// Tells the page around an embed how tall the embed is. A height is no secret, so any page may hear it.
"use strict";

if (parent !== window) {
  const root = document.documentElement;
  const tell = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    parent.postMessage({ createOptionsPlayground: { height } }, "*");
  };
  tell(); // an observer may not run while the frame is out of sight
  new ResizeObserver(tell).observe(root);
}
