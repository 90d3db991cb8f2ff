// Makes the page smoother; everything works without it.
"use strict";

const lit = "lit";

function light(id) {
  for (const line of document.querySelectorAll("." + lit)) line.classList.remove(lit);
  if (!id) return;
  for (const line of document.querySelectorAll(`[data-c~="${id}"]`)) line.classList.add(lit);
  for (const link of document.querySelectorAll(`[data-light="${id}"]`)) link.closest("li").classList.add(lit);
}

function show(id) {
  for (const pre of document.querySelectorAll(".code")) {
    const line = pre.querySelector(`[data-c~="${id}"]`);
    if (line && pre.offsetParent) pre.scrollTo({ top: line.offsetTop - pre.clientHeight / 3 });
  }
  const line = document.querySelector(`.diff [data-c~="${id}"]`);
  if (line?.closest("details")) line.closest("details").open = true;
  line?.scrollIntoView({ block: "center" });
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).value;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    document.getElementById("status").textContent = "Copied.";
  } catch {
    button.textContent = "Press Ctrl+C";
    document.getElementById(button.dataset.copy).select();
  }
  setTimeout(() => (button.textContent = label), 1600);
}

// A large result is not in the page; then the form fetches it, past htmx, as it does without script.
function download(button) {
  const text = document.getElementById("converted-text")?.value;
  if (text === undefined) {
    const { form } = button;
    const action = form.getAttribute("action");
    form.setAttribute("action", button.getAttribute("formaction"));
    form.submit();
    form.setAttribute("action", action);
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text.replace(/\n*$/, "\n")], { type: "application/json" }));
  link.download = button.dataset.download;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
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
    document.getElementById("convert")?.requestSubmit();
  }
  if (event.key === "Escape") light("");
});

// How a text came in decides how loudly a fault in it is told; a new text starts without the answers to the old one.
document.addEventListener("beforeinput", (event) => {
  if (event.target.id !== "source") return;
  const box = event.target;
  const form = box.form.elements;
  const pasted = event.inputType.startsWith("insertFromPaste") || event.inputType === "insertFromDrop";
  form.how.value = pasted ? "pasted" : "typed";
  const all = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  if (all && box.value) form.fresh.value = "yes";
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "convert") event.detail.formData?.set("how", "");
});

// A button that is being pressed, or was, is not swapped away by the request of the field that lost the focus.
let pressing = null;
let dropped = false;
document.addEventListener("pointerdown", (event) => (pressing = event.target.closest("#convert button")));
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => setTimeout(() => {
    if (dropped && pressing && !pressing.matches("[name], .primary, .apply")) htmx.trigger("#result", "change");
    pressing = null;
    dropped = false;
  }));
}
document.addEventListener("htmx:confirm", (event) => {
  const sending = document.getElementById("convert")?.classList.contains("htmx-request");
  if (event.detail.elt.id !== "result" || !(pressing || sending)) return;
  event.preventDefault();
  dropped = pressing !== null;
});

document.addEventListener("input", (event) => {
  const option = event.target.closest(".option");
  if (option && event.target.type === "text") option.querySelector("[type=radio]").checked = true;
});

function settled() {
  enhance(document);
  const form = document.getElementById("convert")?.elements;
  const problem = document.querySelector("#problem > *");
  const stale = problem !== null || document.querySelector("#typing > *") !== null;
  if (form && !stale) form.fresh.value = "";
  document.getElementById("source")?.setAttribute("aria-invalid", String(stale));
  problem?.scrollIntoView({ block: "nearest" });
  document.getElementById("result")?.classList.toggle("stale", stale);
  for (const button of document.querySelectorAll("#result [data-copy], #result [data-download]")) button.disabled = stale;
}

document.addEventListener("htmx:afterSettle", settled);
enhance(document);
