// Suggestions under search boxes. Everything works without this file.
"use strict";
for (const input of document.querySelectorAll("[data-suggest]")) {
  const kind = input.dataset.suggest;
  const list = document.createElement("ul");
  const id = `suggested-${Math.random().toString(36).slice(2)}`;
  let timer, asked = 0, chosen = -1;
  list.className = "suggested";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const holder = input.closest(".find") || input.closest("label");
  holder.classList.add("holds");
  holder.append(list);
  input.removeAttribute("list");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");

  const hide = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const take = (item) => {
    if (kind) { input.value = item.dataset.name; hide(); input.focus(); } else { location.href = item.dataset.href; }
  };
  const mark = (number) => {
    const items = list.children;
    if (!items.length) return;
    if (items[chosen]) items[chosen].setAttribute("aria-selected", "false");
    chosen = (number + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((each, number) => {
      const item = document.createElement("li"), name = document.createElement("span"), what = document.createElement("span");
      item.setAttribute("role", "option");
      item.id = `${id}-${number}`;
      item.dataset.name = each.name;
      item.dataset.href = each.href;
      name.textContent = each.name;
      what.textContent = each.kind;
      what.className = "about";
      item.append(name, what);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    }));
    list.hidden = !found.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  const ask = async () => {
    const number = ++asked, typed = input.value.trim();
    if (typed.length < 2) { hide(); return; }
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`);
      const found = answer.ok ? await answer.json() : [];
      if (number === asked && document.activeElement === input) show(found.filter((each) => !kind || each.kind === kind));
    } catch { hide(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { mark(chosen + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { mark(chosen - 1); event.preventDefault(); }
    if (event.key === "Escape") { hide(); event.preventDefault(); }
    if (event.key === "Enter" && chosen >= 0) { take(list.children[chosen]); event.preventDefault(); }
  });
}
