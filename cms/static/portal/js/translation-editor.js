/* The words wagtail-localize's editor writes in English whatever the language: its catalogue lacks
   them. Ours (locale/…/djangojs.po) holds them; the text nodes stay the editor's own. */
const HEADING = /^(.+) to (.+) translation$/;
const MORE = "More actions";

const ours = (text) => {
  const heading = HEADING.exec(text);
  if (heading) {
    const [, source, target] = heading;
    return interpolate(gettext("%(source)s to %(target)s translation"), { source, target }, true);
  }
  return text === MORE ? gettext(MORE) : text;
};

const say = (root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("h3, .w-sr-only")) {
      const words = ours(node.nodeValue.trim());
      if (words !== node.nodeValue.trim()) node.nodeValue = words;
    }
  }
};

const editor = document.querySelector(".js-translation-editor");
if (editor) {
  new MutationObserver(() => say(editor)).observe(editor, { childList: true, subtree: true });
  say(editor);
}
