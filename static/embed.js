// Makes code blocks of createOptions live converters; docs/embedding tells how.
"use strict";
(() => {
const { src, dataset } = document.currentScript;
const server = src.replace(/\/embed.js.*/, "");
const usual = "[data-createoptions],.createoptions,.language-createoptions,.lang-createoptions,.highlight-createoptions";
const frames = [];
const make = (name, fields) => Object.assign(document.createElement(name), fields);

const linkTo = async (block) => {
  const copy = block.cloneNode(true);
  // Without what the site has added.
  for (const one of copy.querySelectorAll(".linenos, button")) one.remove();
  const text = (copy.querySelector("code, pre") ?? copy).textContent.replace(/\n$/, "");
  const record = new Blob([JSON.stringify(["", text])]).stream();
  const packed = new Response(record.pipeThrough(new CompressionStream("deflate-raw")));
  const bytes = new Uint8Array(await packed.arrayBuffer());
  if (bytes.length > 5600) throw 0; // longer links are not opened
  return "/c/1~" + btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (one) => ({ "+": "-", "/": "_" })[one] ?? "");
};

const addLink = (block, path) => {
  const textContent = "Open the createOptions Playground";
  block.after(make("a", { href: server + path, textContent }));
};

const convert = async (block, found) => {
  const link = await linkTo(block).catch(() => "");
  if (!link) return addLink(block, "/");
  const asked = { ...dataset, ...found.dataset };
  const frame = make("iframe", { title: "createOptions converter", loading: "lazy", width: "100%" });
  frame.height = asked.height ?? 480;
  frame.fixed = asked.height;
  frame.sandbox = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox";
  frame.style.border = 0;
  const more = ["view", "rule", "theme", "size"].filter((one) => asked[one]).map((one) => `&${one}=${asked[one]}`);
  frame.src = `${server}/embed${link}?live=1${more.join("")}`;
  frames.push(frame);
  const box = make("details");
  box.append(make("summary", { textContent: "The block as written" }));
  // A frame that was refused loads as well, but says nothing.
  frame.onload = () => setTimeout(() => {
    if (frame.heard) return;
    box.remove();
    frame.replaceWith(block);
    addLink(block, link);
  }, 3000);
  block.replaceWith(frame, box);
  box.append(block);
};

addEventListener("message", ({ data, source }) => {
  const height = data?.createOptionsPlayground?.height;
  const frame = frames.find((one) => one.contentWindow === source);
  if (!frame || !(height > 0)) return;
  frame.heard = true;
  frame.height = frame.fixed ?? Math.min(height, 5000);
});

const start = () => {
  for (const found of document.querySelectorAll(dataset.selector ?? usual)) {
    const block = found.closest("pre") ?? found;
    if (block.closest("[data-live]")) continue;
    block.dataset.live = "";
    convert(block, found);
  }
};
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
})();
