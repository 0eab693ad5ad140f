/** Uploading one file for a field: progress, failure, and the address that becomes the value. */
import { type Ref, ref } from "vue"
import { uploadFile } from "@/api/files"
import { useFormEnv } from "@/form/env"
import { fileTitles } from "@/logic/formats"

export interface Upload {
  busy: Ref<boolean>
  problem: Ref<string>
  send: (file: File | undefined) => Promise<void>
}

export function useUpload(fieldname: () => string, done: (url: string) => void): Upload {
  const env = useFormEnv()
  const busy = ref(false)
  const problem = ref("")

  async function send(file: File | undefined): Promise<void> {
    if (!file || busy.value) return
    busy.value = true
    problem.value = ""
    try {
      const saved = await uploadFile(file, { doctype: env.name() ? env.doctype : undefined, docname: env.name(), fieldname: fieldname() })
      Object.assign(env.titles, fileTitles([saved]))
      done(saved.file_url)
      env.filesChanged?.()
    } catch (error) {
      problem.value = (error as Error).message
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, send }
}
