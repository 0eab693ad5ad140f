/** The achievement of a KPI as a bar with its thresholds, in the colour of the level that is reached. */

const FIELD = { doctype: "KPI Rule", fieldname: "last_achievement" }
const RANK = 20
const PLAN = 100

/** Thresholds with a limit, the lowest first. */
export const levels = (rows) => rows.map((row) => ({ from: Number(row.from_percent), color: row.color, label: row.label })).filter(({ from }) => from > 0).sort((one, other) => one.from - other.from)

/** The end of the scale: the plan, the highest threshold or what was achieved, whichever is most. */
export const scaleOf = (achieved, steps) => Math.max(PLAN, achieved, ...steps.map(({ from }) => from))

/** The last of `steps` that is reached. */
export const reached = (achieved, steps) => steps.filter(({ from }) => from <= achieved).at(-1)

export default function ({ addStyle, addWidget, format, t, vue: { computed, defineComponent, h } }) {
  addStyle(new URL("./achievement.css", import.meta.url))

  const component = defineComponent({
    props: ["field", "modelValue", "doc", "inputId", "describedBy"],
    setup(props) {
      const achieved = computed(() => Number(props.modelValue) || 0)
      const steps = computed(() => levels(props.doc.thresholds ?? []))
      const scale = computed(() => scaleOf(achieved.value, steps.value))
      const share = (value) => `${(100 * Math.max(0, value)) / scale.value}%`
      const shown = computed(() => format(props.field, props.modelValue, props.doc))
      const told = ({ from, label }) => [label, t("from {0}", format(props.field, from, props.doc))].filter(Boolean).join(", ")
      const tick = (step) => h("i", { class: "regioncrm-achievement-tick", style: { insetInlineStart: share(step.from) }, title: told(step) })

      return () => {
        const level = reached(achieved.value, steps.value)
        const said = [shown.value, level?.label].filter(Boolean).join(", ")
        return h("div", { id: props.inputId, class: "regioncrm-achievement", role: "meter", "aria-label": props.field.label, "aria-describedby": props.describedBy, "aria-valuemin": 0, "aria-valuemax": scale.value, "aria-valuenow": achieved.value, "aria-valuetext": said }, [
          h("div", { class: "regioncrm-achievement-bar" }, [
            h("div", { class: "regioncrm-achievement-done", style: { inlineSize: share(achieved.value), ...(level?.color ? { backgroundColor: level.color } : {}) } }),
            ...steps.value.map(tick),
          ]),
          h("span", { class: "regioncrm-achievement-number" }, shown.value),
        ])
      }
    },
  })

  addWidget({
    name: "regioncrm-achievement",
    rank: (field, doctype) => (doctype === FIELD.doctype && field.fieldname === FIELD.fieldname ? RANK : -1),
    component,
    showsReadOnly: true,
    group: true,
  })
}
