"use strict";

// --- Hộp thư: files dropped or chosen go up one after the other.
const drop = document.getElementById("drop");
if (drop) {
  const list = document.getElementById("dropped");
  const send = async (file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name}: đang chép…`;
    list.append(line);
    const query = new URLSearchParams({ ten: file.name, nam: document.getElementById("year").value });
    try {
      const answer = await fetch(`/tep?${query}`, { method: "POST", body: file });
      const told = await answer.json();
      line.textContent = answer.ok ? `${told.tep}: đã vào hộp thư` : told.loi;
    } catch {
      line.textContent = `${file.name}: không chép được, chương trình đã dừng?`;
    }
  };
  const sendAll = async (files) => { for (const file of files) await send(file); };
  document.getElementById("files").addEventListener("change", (event) => sendAll(event.target.files));
  drop.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") sendAll([...event.dataTransfer.files]);
    });
  }
}

// --- How far a run is.
const stage = document.getElementById("stage");
if (stage && stage.dataset.running === "1") {
  const ask = async () => {
    try {
      const told = await (await fetch("/tien-do")).json();
      if (!told.chay) return location.reload();
      stage.textContent = told.chu || "Đang đọc…";
    } catch {
      stage.textContent = "Chương trình đã dừng.";
      return undefined;
    }
    return setTimeout(ask, 700);
  };
  ask();
}

// --- Đối chiếu: Enter answers, Esc leaves for later, Ctrl+Z takes back.
const question = document.getElementById("question");
if (question) {
  const first = question.querySelector(".doubted input:not([type=hidden]), .doubted select");
  (first || question.querySelector("button.main")).focus();
  let sent = false;
  question.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // a key held down answers one question only
    sent = true;
  });
}
const isChanged = (field) =>
  field.tagName === "SELECT"
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return undefined; // an input method for Vietnamese is at work
  if (event.key === "Enter" && event.repeat) return event.preventDefault(); // a key held down
  const undo = document.getElementById("undo");
  if (event.key === "Escape" && question) {
    event.preventDefault();
    document.getElementById("later").click();
  } else if (event.key === "Enter" && event.target.tagName === "SELECT" && question) {
    event.preventDefault();
    question.querySelector("button.main").click();
  } else if (event.key.toLowerCase() === "z" && event.ctrlKey && !event.shiftKey && undo) {
    const typing = question && [...question.elements].some(isChanged);
    if (typing) return undefined; // the browser takes back what was typed
    event.preventDefault();
    undo.requestSubmit();
  }
  return undefined;
});
