declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  import type { Sent } from "./csrf"

  interface Options {
    url: string
    dom_id: string
    docExpansion: "none" | "list" | "full"
    defaultModelsExpandDepth: number
    deepLinking: boolean
    filter: boolean
    displayRequestDuration: boolean
    persistAuthorization: boolean
    validatorUrl: null
    showMutatedRequest: boolean
    requestInterceptor: (sent: Sent) => Sent
  }
  export default function SwaggerUI(options: Options): unknown
}
