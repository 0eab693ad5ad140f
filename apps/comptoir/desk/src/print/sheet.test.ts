import { mount } from "@vue/test-utils"
import { expect, it } from "vitest"
import PaperFrame from "./PaperFrame.vue"
import { framesFor, type Sheet, sizeOf } from "./sheet"

const sheet = (key: string, of = "A"): Sheet => ({ key, of, address: `/printview?${key}` })

it("keeps what is shown below its successor, and no third", () => {
  const [one, two, three] = [sheet("1"), sheet("2"), sheet("3")]
  expect(framesFor([], undefined, one)).toEqual([one])
  expect(framesFor([one], "1", two)).toEqual([one, two])
  expect(framesFor([one, two], "1", three)).toEqual([one, three])
  expect(framesFor([one, two], "1", one)).toEqual([one])
})

it("is as large as its page, A4 where nothing is said", () => {
  expect(Math.round(sizeOf({}).width)).toBe(794)
  expect(Math.round(sizeOf({ width: 148, height: 210 }).height)).toBe(794)
})

it("shows the new paper only when it is drawn, and begins another document on top", async () => {
  const wrapper = mount(PaperFrame, { props: { sheet: sheet("1"), title: "Preview" }, attachTo: document.body })
  const tops: unknown[] = []
  const room = wrapper.get("[data-test=preview-room]").element
  room.scrollTo = ((where: unknown) => tops.push(where)) as typeof room.scrollTo
  const papers = (): (string | undefined)[] => wrapper.findAll("iframe").map((frame) => `${frame.attributes("data-test")} ${frame.attributes("src")} ${frame.classes("invisible")}`)
  await wrapper.get("iframe").trigger("load")
  expect([papers(), wrapper.vm.drawn, tops.length]).toEqual([["preview /printview?1 false"], true, 1])

  const before = wrapper.get("iframe").element
  await wrapper.setProps({ sheet: sheet("2") })
  expect([papers(), wrapper.vm.drawn]).toEqual([["preview /printview?1 false", "preview-coming /printview?2 true"], false])
  expect(wrapper.get("iframe").element).toBe(before)
  await wrapper.findAll("iframe")[1]!.trigger("load")
  expect([papers(), wrapper.vm.drawn, tops.length]).toEqual([["preview /printview?2 false"], true, 1])

  await wrapper.setProps({ sheet: sheet("3", "B") })
  await wrapper.findAll("iframe")[1]!.trigger("load")
  expect(tops.length).toBe(2)
  wrapper.unmount()
})
