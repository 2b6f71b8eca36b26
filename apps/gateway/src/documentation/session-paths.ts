import { ProblemSchema, SessionSchema, SIGN_IN_ERRORS, SignedOutSchema } from "@vivero/contracts";

const tags = ["Session"];
const json = (schema: object) => ({ content: { "application/json": { schema } } });
const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: ProblemSchema } },
});

/** What OpenAPI tells of signing in by a browser, which is no part of the API proper. */
export const sessionPaths = {
  "/auth/sign-in": {
    get: {
      operationId: "signIn",
      tags,
      security: [],
      summary: "Send a browser to the identity provider",
      parameters: [
        {
          name: "return_to",
          in: "query",
          required: false,
          description: "The path of this site to come back to; anything else counts as `/`.",
          schema: { type: "string" },
        },
      ],
      responses: {
        302: { description: "To the provider, or to `/sign-in?error=CODE`." },
        501: problem("`SIGN_IN_NOT_CONFIGURED`: bearer tokens are the only way in here"),
      },
    },
  },
  "/auth/callback": {
    get: {
      operationId: "finishSignIn",
      tags,
      security: [],
      summary: "Where the identity provider sends the browser back to",
      responses: {
        302: {
          description: `To where it came from, signed in; or to \`/sign-in?error=CODE\` with one of ${SIGN_IN_ERRORS.map((code) => `\`${code}\``).join(", ")}.`,
        },
      },
    },
  },
  "/auth/session": {
    get: {
      operationId: "getSession",
      tags,
      security: [{ session: [] }],
      summary: "Who is signed in on this browser",
      responses: {
        200: { description: "The session.", ...json(SessionSchema) },
        401: problem("`UNAUTHENTICATED`: nobody"),
      },
    },
  },
  "/auth/sign-out": {
    post: {
      operationId: "signOut",
      tags,
      security: [{ session: [] }],
      summary: "End the session of this browser",
      parameters: [
        {
          name: "x-csrf-token",
          in: "header",
          required: true,
          description: "The session's csrfToken.",
          schema: { type: "string" },
        },
      ],
      responses: {
        200: { description: "It is over.", ...json(SignedOutSchema) },
        403: problem("`CSRF_REFUSED`: the token is missing or another session's"),
      },
    },
  },
};
