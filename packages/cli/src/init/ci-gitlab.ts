/**
 * The jobs for GitLab CI.
 *
 * @module
 */

/**
 * Writes the jobs, for a file that `.gitlab-ci.yml` includes.
 *
 * The job that comments checks out nothing and runs nothing of the merge request. It needs a token of its own, since the token of
 * a job may not write notes; without one it says so and passes, and the text is an artifact.
 *
 * @param policy The path of the policy in the repository: letters, digits and `._+/-`.
 */
export function gitlabJobs(policy: string, version: string): string {
  return `# Written by \`marque init --ci gitlab\`. Checks the policy, runs its tests, and says on each merge request what the change opens.
# In .gitlab-ci.yml:
#   include:
#     - local: .gitlab/marque.gitlab-ci.yml
.marque:
  # The major version is pinned: patches of Node should come by themselves.
  image: node:24
  variables:
    POLICY: "${policy}"
    MARQUE: "@marque/cli@${version}"
    GIT_DEPTH: "0" # the target branch too, to compare with
  interruptible: true

marque-policy:
  extends: .marque
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "schedule" # dates come by themselves: reviews fall due, trust ends
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
      failed=0
      npx --yes "$MARQUE" check --format junit "$POLICY" > marque-check.xml || failed=1
      npx --yes "$MARQUE" check "$POLICY" || failed=1
      if git ls-files --error-unmatch ":(glob)$(dirname "$POLICY")/*.marque-test.yaml" > /dev/null 2>&1; then
        npx --yes "$MARQUE" test --format junit "$POLICY" > marque-test.xml || failed=1
      else
        echo "$POLICY has no tests; marque test --init writes a first file"
      fi
      exit "$failed"
  artifacts:
    when: always
    expire_in: 1 week
    reports:
      junit:
        - marque-check.xml
        - marque-test.xml

marque-diff:
  extends: .marque
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - |
      mkdir -p marque-before
      old="marque-before/$(basename "$POLICY")"
      status=0
      {
        echo "<!-- marque -->"
        if git show "$CI_MERGE_REQUEST_DIFF_BASE_SHA:$POLICY" > "$old" 2> /dev/null; then
          npx --yes "$MARQUE" diff --format markdown "$old" "$POLICY" || status=$?
        else
          echo "\\\`$POLICY\\\` is new: there is nothing to compare it with."
        fi
        if [ "$status" != 0 ] && [ "$status" != 2 ]; then
          echo "The two versions of \\\`$POLICY\\\` could not be compared; the log of the job says why."
        fi
      } > marque-diff.md
      cat marque-diff.md
      if [ "$status" = 2 ]; then exit 2; fi # what --fail-on is to stop
  artifacts:
    when: always
    expire_in: 1 week
    paths:
      - marque-diff.md

marque-comment:
  image: node:24
  stage: .post
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  needs:
    - marque-diff
  variables:
    GIT_STRATEGY: none # nothing of the merge request runs where the token is used
  allow_failure: true
  script:
    - |
      if [ -z "\${MARQUE_COMMENT_TOKEN:-}" ]; then
        echo "no MARQUE_COMMENT_TOKEN here: the text is the artifact marque-diff.md"
        exit 0
      fi
      node --input-type=module -e '
        import { readFileSync } from "node:fs"
        const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, MARQUE_COMMENT_TOKEN } = process.env
        const notes = \`\${CI_API_V4_URL}/projects/\${CI_PROJECT_ID}/merge_requests/\${CI_MERGE_REQUEST_IID}/notes\`
        const headers = { "private-token": MARQUE_COMMENT_TOKEN, "content-type": "application/json" }
        const call = async (url, method, value) => {
          const answer = await fetch(url, { method, headers, body: value && JSON.stringify(value) })
          if (!answer.ok) throw new Error(\`\${method} notes: \${answer.status}\`)
          return answer
        }
        const body = readFileSync("marque-diff.md", "utf8").slice(0, 900000)
        const me = await (await call(\`\${CI_API_V4_URL}/user\`, "GET")).json()
        // One note for each request, rewritten by each run; of a long discussion all pages are read.
        let mine
        for (let page = "1"; page && !mine; ) {
          const answer = await call(\`\${notes}?per_page=100&page=\${page}\`, "GET")
          mine = (await answer.json()).find((note) => note.author.id === me.id && note.body.startsWith("<!-- marque -->"))
          page = answer.headers.get("x-next-page")
        }
        await (mine ? call(\`\${notes}/\${mine.id}\`, "PUT", { body }) : call(notes, "POST", { body }))
      '
`
}
