/** What RegionCRM adds to the Desk by itself. Comptoir imports this file and hands over its `desk`; a stock Frappe does not. */
import achievement from "./achievement.js"
import requisites from "./requisites.js"

export default function (desk) {
  achievement(desk)
  requisites(desk)
}
