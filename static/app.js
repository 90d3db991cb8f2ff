// Makes the page smoother; everything works without it.
"use strict";

const lit = "lit";

// Resolves to true once what is shown belongs to the form; the converter's page has more to say here.
let whenShown = async () => true;

function light(id) {
  for (const line of document.querySelectorAll("." + lit)) line.classList.remove(lit);
  if (!id) return;
  for (const line of document.querySelectorAll(`[data-c~="${id}"]`)) line.classList.add(lit);
  for (const link of document.querySelectorAll(`[data-light="${id}"]`)) link.closest("li")?.classList.add(lit);
}

function show(id) {
  for (const pre of document.querySelectorAll(".code")) {
    const line = pre.querySelector(`[data-c~="${id}"]`);
    if (line && pre.offsetParent) pre.scrollTo({ top: line.offsetTop - pre.clientHeight / 3 });
  }
  const line = document.querySelector(`.diff [data-c~="${id}"]`);
  if (!line) return;
  for (let around = line.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  line.scrollIntoView({ block: "center" });
}

function say(words) {
  const status = document.getElementById("status");
  if (status) status.textContent = words;
}

// Waits for the result of what the form says now; returns the button as it stands on the page then, or null.
async function current(button) {
  const done = await whenShown();
  if (!done) {
    say("Nothing was copied or downloaded, because the text can't be converted as it stands.");
    document.querySelector("#convert .primary")?.click(); // which tells why
  }
  return done ? [document.getElementById(button.id), button].find((one) => one?.isConnected) ?? null : null;
}

async function copy(pressed) {
  const button = await current(pressed);
  if (!button) return;
  const box = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(box.value);
    button.textContent = "Copied";
    say("Copied.");
  } catch {
    button.textContent = "Press Ctrl+C";
    box.select();
  }
  setTimeout(() => (button.textContent = label), 1600);
}

// Lets the form fetch a file, past htmx, as it does without script.
function fetchFile({ form, formAction }) {
  const action = form.getAttribute("action");
  form.setAttribute("action", formAction);
  form.submit();
  form.setAttribute("action", action);
}

// A large result is not in the page.
async function download(pressed) {
  if (!document.getElementById("converted-text")) {
    fetchFile(pressed);
    return;
  }
  const button = await current(pressed);
  if (!button) return;
  const text = document.getElementById("converted-text")?.value;
  if (text === undefined) {
    button.click();
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = button.dataset.download;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function jump(line) {
  const box = document.getElementById("source");
  const lines = box.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1);
  box.focus();
  box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  box.scrollTop = (box.scrollHeight / lines.length) * (line - 4);
}

function enhance(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  const saving = event.target.closest("[data-download]");
  if (saving) {
    event.preventDefault();
    download(saving);
  }
  const file = event.target.closest("[data-file]");
  if (file) {
    event.preventDefault();
    fetchFile(file);
  }
  const place = event.target.closest("[data-line]");
  if (place) {
    event.preventDefault();
    jump(Number(place.dataset.line));
  }
  const link = event.target.closest("[data-light]");
  if (link) {
    light(link.dataset.light);
    show(link.dataset.light);
    return;
  }
  const line = event.target.closest(".code [data-c]");
  if (line && !event.target.closest("a")) light(line.dataset.c.split(" ")[0]);
});

document.addEventListener("focusin", (event) => {
  const link = event.target.closest("[data-light]");
  if (link) light(link.dataset.light);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.querySelector("#convert .primary")?.click();
  }
  if (event.key === "Escape") light("");
});

enhance(document);
