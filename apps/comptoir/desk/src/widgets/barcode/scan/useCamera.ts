/** The camera at the back of a phone, or the one there is, looked at until somebody has seen enough. */
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue"
import { t } from "@/i18n"

/** Milliseconds between two looks, in which the page answers. */
const PAUSE = 120
/** Pixels that are looked at; a code held before a camera is not finer. */
const WIDTH = 800

export interface Camera {
  /** Why there is no picture. */
  refusal: Ref<string>
  live: Ref<boolean>
}

const WHY: Record<string, () => string> = {
  NotAllowedError: () => t("The camera may not be used. Allow it for this site in the browser, or choose a picture."),
  NotFoundError: () => t("No camera was found. Choose a picture instead."),
  NotReadableError: () => t("The camera is used by another program. Close that, or choose a picture."),
}

export function useCamera(video: Ref<HTMLVideoElement | undefined>, look: (frame: ImageData) => void): Camera {
  const refusal = ref("")
  const live = ref(false)
  const canvas = document.createElement("canvas")
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  function stop(): void {
    gone = true
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
  }

  function again(): void {
    if (gone) return
    if (video.value?.videoWidth) look(frameOf(canvas, video.value, video.value.videoWidth, video.value.videoHeight))
    timer = setTimeout(again, PAUSE)
  }

  async function start(): Promise<void> {
    if (!navigator.mediaDevices) return void (refusal.value = t("The browser lends its camera to secure addresses only (https). Choose a picture instead."))
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } })
      if (gone || !video.value) return stop()
      video.value.srcObject = stream
      await video.value.play()
      live.value = true
      again()
    } catch (error) {
      if (!gone) refusal.value = (WHY[(error as Error).name] ?? (() => t("The camera does not answer. Choose a picture instead.")))()
    }
  }

  onMounted(start)
  onBeforeUnmount(stop)
  return { refusal, live }
}

/** The pixels of what is shown, scaled down to what is looked at. */
export function frameOf(canvas: HTMLCanvasElement, source: CanvasImageSource, width: number, height: number): ImageData {
  const scale = Math.min(1, WIDTH / width)
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const paper = canvas.getContext("2d", { willReadFrequently: true })!
  paper.drawImage(source, 0, 0, canvas.width, canvas.height)
  return paper.getImageData(0, 0, canvas.width, canvas.height)
}
