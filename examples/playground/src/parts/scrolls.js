// A table wider than its place scrolls there, and is then a group that the keyboard reaches.

/** For `{@attach scrolls(name)}` on what holds the table. */
export const scrolls = (name) => (element) => {
  const see = () => {
    const isWide = element.scrollWidth > element.clientWidth + 1;
    const attributes = { tabindex: '0', role: 'group', 'aria-label': name };
    for (const [key, value] of Object.entries(attributes)) {
      if (isWide) element.setAttribute(key, value);
      else element.removeAttribute(key);
    }
  };
  const observer = new ResizeObserver(see);
  observer.observe(element);
  if (element.firstElementChild) observer.observe(element.firstElementChild);
  return () => observer.disconnect();
};
