// Makes code blocks of createOptions live converters; see docs/embedding.
"use strict";
{
const { src, dataset } = document.currentScript;
const server = src.replace(/\/embed.js.*/, "");
const usual = "[data-createoptions],.createoptions,.language-createoptions,.lang-createoptions,.highlight-createoptions";
const make = (name, fields) => Object.assign(document.createElement(name), fields);

const linkTo = async (block) => {
  const copy = block.cloneNode(true);
  // Added by the site.
  for (const one of copy.querySelectorAll(".linenos, button")) one.remove();
  const text = (copy.querySelector("code, pre") ?? copy).textContent.trimEnd();
  const record = new Blob([JSON.stringify(["", text])]).stream();
  const packed = record.pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  if (bytes.length > 5600) return ""; // longer links are not opened
  return "/c/1~" + btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (one) => ({ "+": "-", "/": "_" })[one] ?? "");
};

const addLink = (block, path, says) =>
  block.after(make("a", { href: server + path, textContent: says + " the createOptions Playground" }));

const convert = async (block, found) => {
  const link = await linkTo(block).catch(() => 0);
  const fault = link === 0 ? "browser is too old" : "block is too long";
  if (!link) return addLink(block, "/", `This ${fault} to convert here: copy the block into`);
  const asked = { ...dataset, ...found.dataset };
  const more = ["view", "rule", "theme", "size"].map((one) => asked[one] ? `&${one}=${asked[one]}` : "");
  const frame = make("iframe", {
    title: "createOptions converter", loading: "lazy", width: "100%", height: asked.height ?? 480, style: "border: 0",
    sandbox: "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox",
    src: `${server}/embed${link}?live=1${more.join("")}`,
  });
  const box = make("details");
  block.replaceWith(frame, box);
  box.append(make("summary", { textContent: "The block as written" }), block);

  let heard;
  addEventListener("message", ({ data, source }) => {
    const height = data?.createOptionsPlayground?.height;
    if (source !== frame.contentWindow || !(height > 0)) return;
    heard = true;
    frame.height = asked.height ?? Math.min(height, 5000);
  });
  const seen = new IntersectionObserver((entries) => {
    if (!entries.at(-1).isIntersecting) return;
    seen.disconnect();
    setTimeout(() => {
      if (heard) return;
      box.replaceWith(block);
      frame.remove();
      addLink(block, link, "Open");
    }, 3000);
  });
  // A refused frame loads, too, but says nothing.
  frame.onload = () => seen.observe(frame);
};

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
}
