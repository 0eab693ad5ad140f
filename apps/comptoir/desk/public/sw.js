/**
 * Says that there is no network where a page cannot be loaded. It caches nothing: no document, no answer of the API
 * and no file, so nothing is shown that is out of date, or after somebody has signed out.
 */
const WORDS = [
  ["en", "There is no connection", "The page opens by itself as soon as the server can be reached. What you have entered on forms is kept in this browser."],
  ["fr", "Pas de connexion", "La page s’ouvrira d’elle-même dès que le serveur répondra. Ce que vous avez saisi dans les formulaires est gardé dans ce navigateur."],
  ["ru", "Нет связи", "Страница откроется сама, как только сервер ответит. Введённое в формы хранится в этом браузере."],
]
/** Seconds until the page is tried again. */
const AGAIN = 5

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(offline))
})

/** The language of the browser comes first. */
function offline() {
  const first = navigator.language.slice(0, 2)
  const texts = [...WORDS].sort((one, other) => Number(other[0] === first) - Number(one[0] === first))
  const said = texts.map(([lang, title, text], at) => `<section lang="${lang}"><h${at ? 2 : 1}>${title}</h${at ? 2 : 1}><p>${text}</p></section>`).join("")
  const style = ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.4rem}h2{font-size:1rem;margin-top:2rem}"
  const page = `<!doctype html><html lang="${texts[0][0]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="${AGAIN}"><title>${texts[0][1]}</title><style>${style}</style></head><body>${said}</body></html>`
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'" }
  return new Response(page, { status: 503, headers })
}
