// The unmodified frappe-js-sdk against a real web process. The address and the sign-in come from the environment.

import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"

import { FrappeApp } from "frappe-js-sdk"

const { SITE_URL, SITE_TOKEN, SITE_USER, SITE_PASSWORD } = process.env

const byToken = () => new FrappeApp(SITE_URL, { useToken: true, token: () => SITE_TOKEN, type: "token" })
const guest = () => new FrappeApp(SITE_URL)

/** What a browser does for the SDK and Node does not: keep cookies and send them back. */
function withCookies(app) {
  const jar = new Map()
  const keep = (answer) => {
    for (const line of answer?.headers["set-cookie"] ?? []) {
      const [name, value] = line.split(";")[0].split("=")
      jar.set(name, value)
    }
  }
  app.axios.interceptors.request.use((config) => {
    config.headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    return config
  })
  app.axios.interceptors.response.use(
    (answer) => (keep(answer), answer),
    (error) => (keep(error.response), Promise.reject(error)),
  )
  return app
}

const failure = async (promise) => {
  try {
    await promise
  } catch (error) {
    return error
  }
  return assert.fail("the request was not refused")
}

describe("auth", () => {
  test("a password opens a session that lasts until the logout", async () => {
    const app = withCookies(guest())
    const answer = await app.auth().loginWithUsernamePassword({ username: SITE_USER, password: SITE_PASSWORD })
    assert.equal(answer.message, "Logged In")
    assert.equal(await app.auth().getLoggedInUser(), SITE_USER)
    const { message: boot } = await app.call().get("comptoir.desk.api.boot")
    globalThis.window = { csrf_token: boot.csrf_token }
    const made = await app.db().createDoc("Client", { client_name: "By session" })
    assert.equal(made.owner, SITE_USER)
    await app.auth().logout()
    delete globalThis.window
    assert.equal((await failure(app.auth().getLoggedInUser())).httpStatus, 403)
  })

  test("a session without its CSRF token writes nothing", async () => {
    const app = withCookies(guest())
    await app.auth().loginWithUsernamePassword({ username: SITE_USER, password: SITE_PASSWORD })
    const error = await failure(app.db().createDoc("Client", { client_name: "No token" }))
    assert.deepEqual([error.httpStatus, error.exc_type], [400, "CSRFTokenError"])
    assert.equal(await app.db().getCount("Client", [["client_name", "=", "No token"]]), 0)
  })

  test("a wrong password is an error object", async () => {
    const error = await failure(guest().auth().loginWithUsernamePassword({ username: SITE_USER, password: "no" }))
    assert.deepEqual([error.httpStatus, error.exc_type], [401, "AuthenticationError"])
    assert.match(error.message, /password/)
  })

  test("a token says who asks", async () => {
    assert.equal(await byToken().auth().getLoggedInUser(), SITE_USER)
  })

  test("a wrong token is refused", async () => {
    const app = new FrappeApp(SITE_URL, { useToken: true, token: () => "no:no", type: "token" })
    assert.equal((await failure(app.auth().getLoggedInUser())).httpStatus, 401)
  })
})

describe("db", () => {
  const db = byToken().db()

  test("a document is created, read, changed, renamed and deleted", async () => {
    const made = await db.createDoc("Branch", { branch_name: "Été & Co/1", city: "Lyon" })
    assert.deepEqual([made.name, made.city, made.docstatus], ["Été & Co/1", "Lyon", 0])
    assert.equal((await db.getDoc("Branch", made.name)).city, "Lyon")
    const changed = await db.updateDoc("Branch", made.name, { city: "Nice" })
    assert.equal(changed.city, "Nice")
    assert.ok(changed.modified > made.modified)
    assert.equal((await db.renameDoc("Branch", made.name, "Hiver")).message, "Hiver")
    assert.deepEqual(await db.deleteDoc("Branch", "Hiver"), { data: "ok" })
    assert.equal((await failure(db.getDoc("Branch", "Hiver"))).httpStatus, 404)
  })

  test("a child table travels with its document", async () => {
    const phones = [{ phone: "+33 1 02 03 04 05" }, { phone: "+33 1 02 03 04 06" }]
    const made = await db.createDoc("Client", { client_name: "With phones", phones })
    const kept = await db.updateDoc("Client", made.name, { phones: made.phones.slice(1) })
    assert.deepEqual(kept.phones.map((row) => [row.name, row.idx]), [[made.phones[1].name, 1]])
  })

  test("fields of a document are read and set one by one", async () => {
    const made = await db.createDoc("Client", { client_name: "One by one", city: "Metz" })
    const value = await db.getValue("Client", "city", [["name", "=", made.name]])
    assert.deepEqual(value.message, { city: "Metz" })
    assert.equal((await db.setValue("Client", made.name, "city", "Brest")).message.city, "Brest")
    const several = await db.setValue("Client", made.name, { city: "Nancy", notes: "n" })
    assert.deepEqual([several.message.city, several.message.notes], ["Nancy", "n"])
    const both = await db.getValue("Client", ["city", "notes"], [["name", "=", made.name]])
    assert.deepEqual(both.message, { city: "Nancy", notes: "n" })
  })

  test("a Single's value is read", async () => {
    assert.ok("message" in (await db.getSingleValue("System Settings", "language")))
  })

  test("a document is submitted and cancelled", async () => {
    const { name: client } = await db.createDoc("Client", { client_name: "Buys" })
    const { name: group } = await db.createDoc("Item Group", { item_group_name: "SDK" })
    const values = { item_code: "SDK-1", item_name: "Advice", item_group: group, unit: "Hour" }
    const { name: item } = await db.createDoc("Item", values)
    const draft = await db.createDoc("Proposal", {
      client,
      currency: "EUR",
      posting_date: "2026-03-01",
      valid_till: "2026-04-01",
      items: [{ item, quantity: 1, rate: 100 }],
    })
    const submitted = await db.submit(draft)
    assert.deepEqual([submitted.name, submitted.docstatus], [draft.name, 1])
    assert.equal((await db.cancel("Proposal", draft.name)).message.docstatus, 2)
  })
})

describe("lists", () => {
  const db = byToken().db()
  const mine = ["notes", "=", "lists of the SDK"]

  before(async () => {
    const cities = ["Lyon", "Lyon", "Nice", "Brest", null]
    for (const [index, city] of cities.entries()) {
      await db.createDoc("Client", { client_name: `List ${index + 1}`, city, notes: mine[2] })
    }
  })

  after(async () => {
    for (const row of await db.getDocList("Client", { filters: [mine], limit: 0 })) {
      await db.deleteDoc("Client", row.name)
    }
  })

  test("without arguments has at most twenty names", async () => {
    const rows = await db.getDocList("Client")
    assert.ok(rows.length > 0 && rows.length <= 20)
    assert.deepEqual(Object.keys(rows[0]), ["name"])
  })

  test("takes fields, filters, order, limit and start", async () => {
    const rows = await db.getDocList("Client", {
      fields: ["client_name", "city"],
      filters: [mine, ["city", "in", ["Lyon", "Nice", "Brest"]]],
      orderBy: { field: "client_name", order: "desc" },
      limit: 2,
      limit_start: 1,
    })
    assert.deepEqual(rows, [
      { client_name: "List 3", city: "Nice" },
      { client_name: "List 2", city: "Lyon" },
    ])
  })

  test("takes alternatives", async () => {
    const orFilters = [["city", "=", "Nice"], ["city", "like", "Bre%"]]
    const rows = await db.getDocList("Client", { filters: [mine], orFilters, fields: ["city"], orderBy: { field: "city" } })
    assert.deepEqual(rows.map((row) => row.city), ["Brest", "Nice"])
  })

  test("comes as lists where asked", async () => {
    const rows = await db.getDocList("Client", {
      fields: ["client_name", "city"],
      filters: [mine, ["city", "=", "Nice"]],
      asDict: false,
    })
    assert.deepEqual(rows, [["List 3", "Nice"]])
  })

  test("is grouped", async () => {
    const rows = await db.getDocList("Client", {
      fields: ["city", "count(name) as clients"],
      filters: [mine, ["city", "is", "set"]],
      groupBy: "city",
      orderBy: { field: "clients", order: "desc" },
      limit: 1,
    })
    assert.deepEqual(rows, [{ city: "Lyon", clients: 2 }])
  })

  test("is counted", async () => {
    assert.equal(await db.getCount("Client", [mine]), 5)
    assert.ok((await db.getCount("Client")) >= 5)
  })

  test("has a last document", async () => {
    assert.equal((await db.getLastDoc("Client", { filters: [mine] })).client_name, "List 5")
    assert.deepEqual(await db.getLastDoc("Client", { filters: [["client_name", "=", "nobody"]] }), {})
  })
})

describe("files", () => {
  const app = byToken()
  const file = (text) => new File([text], "résumé.txt", { type: "text/plain" })

  test("are attached to a document, for its readers alone", async () => {
    const { name } = await app.db().createDoc("Client", { client_name: "With a file" })
    const steps = []
    const sent = { doctype: "Client", docname: name, fieldname: "logo", isPrivate: true }
    const { data } = await app.file().uploadFile(file("secret"), sent, (loaded, total) => steps.push([loaded, total]))
    const stored = data.message
    assert.deepEqual(
      [stored.attached_to_doctype, stored.attached_to_name, stored.attached_to_field, stored.is_private],
      ["Client", name, "logo", 1],
    )
    assert.deepEqual([stored.file_name, stored.file_size], ["résumé.txt", 6])
    assert.ok(steps.length > 0)
    assert.equal((await app.axios.get(stored.file_url)).data, "secret")
    assert.equal((await failure(guest().axios.get(stored.file_url))).response.status, 403)
  })

  test("are public where sent so", async () => {
    const { data } = await app.file().uploadFile(file("for all"), { isPrivate: false })
    assert.equal(data.message.is_private, 0)
    assert.equal((await guest().axios.get(data.message.file_url)).data, "for all")
  })

  test("of a guest are refused", async () => {
    assert.equal((await failure(guest().file().uploadFile(file("x"), {}))).httpStatus, 403)
  })
})

describe("calls", () => {
  const call = byToken().call()

  test("pass arguments by get, post, put and delete", async () => {
    assert.deepEqual(await guest().call().get("ping"), { message: "pong" })
    const { message: made } = await call.post("frappe.client.insert", {
      doc: { doctype: "Branch", branch_name: "Called" },
    })
    const found = await call.get("frappe.client.get_list", {
      doctype: "Branch",
      filters: { name: made.name },
      fields: ["name", "city"],
      limit_page_length: 1,
    })
    assert.deepEqual(found.message, [{ name: "Called", city: null }])
    const changed = await call.put("frappe.client.set_value", {
      doctype: "Branch",
      name: made.name,
      fieldname: "city",
      value: "Paris",
    })
    assert.equal(changed.message.city, "Paris")
    await call.delete("frappe.client.delete", { doctype: "Branch", name: made.name })
    assert.equal((await failure(call.get("frappe.client.get", { doctype: "Branch", name: made.name }))).httpStatus, 404)
  })
})

describe("errors", () => {
  const db = byToken().db()

  test("carry status, type, sentence and messages", async () => {
    const error = await failure(db.createDoc("Client", {}))
    assert.deepEqual([error.httpStatus, error.httpStatusText, error.exc_type], [417, "Expectation Failed", "MandatoryError"])
    assert.match(error.exception, /^frappe\.exceptions\.MandatoryError: /)
    assert.equal(error.message, "There was an error while creating the document.")
    const [told] = JSON.parse(error._server_messages).map((entry) => JSON.parse(entry))
    assert.equal(told.message, error._field_errors[0].message)
    assert.deepEqual([told.raise_exception, told.indicator], [1, "red"])
  })

  for (const [what, ask, status, type] of [
    ["a missing document", () => db.getDoc("Client", "nope"), 404, "DoesNotExistError"],
    ["an unknown document type", () => db.getDocList("Nope"), 404, "DoesNotExistError"],
    ["an unknown field", () => db.getDocList("Client", { fields: ["nope"] }), 417, "DataError"],
    ["a duplicate", () => db.createDoc("Role", { role_name: "System Manager" }), 409, "DuplicateEntryError"],
    ["a dead link", () => db.createDoc("Client", { client_name: "x", branch: "nope" }), 417, "LinkValidationError"],
    ["a guest's read", () => guest().db().getDocList("Client"), 403, "PermissionError"],
  ]) {
    test(`${what} is ${type}`, async () => {
      const error = await failure(ask())
      assert.deepEqual([error.httpStatus, error.exc_type], [status, type])
      assert.ok(JSON.parse(error._server_messages).length > 0)
    })
  }
})
