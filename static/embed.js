// Makes code blocks of createOptions live converters.
"use strict";
{
const { src, dataset } = document.currentScript;
const server = new URL(".", src);
const usual = "[data-createoptions],.createoptions,.language-createoptions,.lang-createoptions,.highlight-createoptions";
const make = (name, fields) => Object.assign(document.createElement(name), fields);

const linkTo = async (block) => {
  const copy = block.cloneNode(true);
  for (const one of copy.querySelectorAll(".linenos, button")) one.remove(); // added by the site
  const text = (copy.querySelector("code, pre") ?? copy).textContent.trimEnd();
  const packed = new Blob([JSON.stringify(["", text])]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  if (bytes.length > 5600) return ""; // longer links are not opened
  return "c/1~" + btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (one) => ({ "+": "-", "/": "_" })[one] ?? "");
};

const addLink = (block, path, says) =>
  block.after(make("a", { href: server + path, textContent: says + " the createOptions Playground" }));

const convert = async (block, found) => {
  const link = await linkTo(block).catch(() => 0);
  const fault = link === 0 ? "browser is too old" : "block is too long";
  if (!link) return addLink(block, "", `This ${fault} to convert here: copy the text into`);
  const asked = { ...dataset, ...found.dataset };
  const more = ["view", "rule", "theme", "size"].map((one) => asked[one] ? `&${one}=${asked[one]}` : "");
  const frame = make("iframe", {
    title: "createOptions converter", loading: "lazy", width: "100%", height: asked.height ?? 480, style: "border: 0",
    sandbox: "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox",
    src: `${server}embed/${link}?live=1${more.join("")}`,
  });
  const box = make("details");
  block.replaceWith(frame, box);
  box.append(make("summary", { textContent: "The block as written" }), block);

  let done;
  addEventListener("message", ({ data, source }) => {
    const height = data?.createOptionsPlayground?.height;
    if (source !== frame.contentWindow || !(height > 0)) return;
    done = true;
    frame.height = asked.height ?? Math.min(height, 5000);
  });
  const giveUp = () => {
    if (done) return;
    done = true;
    box.replaceWith(block);
    frame.remove();
    addLink(block, link, "Open");
  };
  const sight = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && setTimeout(giveUp, 3000));
  // A refused frame loads, too, but says nothing.
  frame.onload = () => sight.observe(frame);
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
