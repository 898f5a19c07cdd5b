/**
 * The workflow for GitHub Actions.
 *
 * @module
 */

/**
 * Actions by commit: a tag can be moved by whoever takes over the repository of an action, a commit cannot. The version stands
 * beside it for people, and for tools that keep it up to date.
 */
const ACTIONS = {
  checkout: 'actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1',
  setupNode: 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0',
  uploadArtifact: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
  downloadArtifact: 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0',
} as const

/**
 * Writes the workflow.
 *
 * Two jobs, so that what may write runs nothing of the request: `policy` checks out what was proposed, with a token that may only
 * read; `comment` checks out nothing, and puts the finished text on the request. Requests from forks, whose token may not write,
 * get the same text in the summary of the run.
 *
 * @param policy The path of the policy in the repository: letters, digits and `._+/-`.
 */
export function githubWorkflow(policy: string, version: string): string {
  return `# Written by \`marque init --ci github\`. Checks the policy, runs its tests, and says on each pull request what the change opens.
name: policy
on:
  pull_request: # never pull_request_target: that would run what a fork proposes with this repository's token
  schedule:
    - cron: "17 4 * * *" # dates come by themselves: reviews fall due, trust ends
permissions: {}
concurrency:
  group: policy-\${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
defaults:
  run:
    shell: bash
env:
  POLICY: "${policy}"
  MARQUE: "@marque/cli@${version}"
jobs:
  policy:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    outputs:
      comment: \${{ steps.diff.outputs.comment }}
    steps:
      # Actions are named by commit, which nobody can move as a tag can be.
      - uses: ${ACTIONS.checkout}
        with:
          fetch-depth: 0 # the target branch too, to compare with
          persist-credentials: false
      - uses: ${ACTIONS.setupNode}
        with:
          node-version: 24
      - name: Check
        run: npx --yes "$MARQUE" check --format github "$POLICY"
      - name: Test
        if: \${{ !cancelled() }}
        run: |
          if git ls-files --error-unmatch ":(glob)$(dirname "$POLICY")/*.marque-test.yaml" > /dev/null 2>&1; then
            npx --yes "$MARQUE" test --format junit "$POLICY" > marque-test.xml
          else
            echo "::notice::$POLICY has no tests; marque test --init writes a first file"
          fi
      - name: Compare with the target branch
        id: diff
        if: \${{ !cancelled() && github.event_name == 'pull_request' }}
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: |
          mkdir -p marque-comment marque-before
          old="marque-before/$(basename "$POLICY")"
          status=0
          {
            echo "<!-- marque -->"
            if git show "$BASE:$POLICY" > "$old" 2> /dev/null; then
              npx --yes "$MARQUE" diff --format markdown "$old" "$POLICY" || status=$?
            else
              echo "\\\`$POLICY\\\` is new: there is nothing to compare it with."
            fi
            if [ "$status" != 0 ] && [ "$status" != 2 ]; then
              echo "The two versions of \\\`$POLICY\\\` could not be compared; the log of the job says why."
            fi
          } > "$RUNNER_TEMP/comment.md"
          # GitHub takes 65536 characters; half a character at the end is dropped.
          head -c 60000 "$RUNNER_TEMP/comment.md" | iconv -c -f UTF-8 -t UTF-8 > marque-comment/comment.md || true
          cat marque-comment/comment.md >> "$GITHUB_STEP_SUMMARY"
          echo "comment=true" >> "$GITHUB_OUTPUT"
          if [ "$status" = 2 ]; then exit 2; fi # what --fail-on is to stop
      - uses: ${ACTIONS.uploadArtifact}
        if: \${{ !cancelled() }}
        with:
          name: marque
          path: |
            marque-comment/comment.md
            marque-test.xml
          if-no-files-found: ignore
          retention-days: 7
  comment:
    needs: policy
    # The token of a request from a fork may not write; its author reads the summary of the run.
    if: \${{ !cancelled() && needs.policy.outputs.comment == 'true' && github.event.pull_request.head.repo.full_name == github.repository }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      pull-requests: write
    steps:
      - uses: ${ACTIONS.downloadArtifact}
        with:
          name: marque
      - name: Comment
        env:
          GH_TOKEN: \${{ github.token }}
          REPOSITORY: \${{ github.repository }}
          NUMBER: \${{ github.event.pull_request.number }}
        run: |
          file="$(find . -name comment.md | sed -n 1p)"
          # One comment for each request, rewritten by each run.
          id="$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \\
            --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- marque -->"))) | .id' | sed -n 1p)"
          if [ -n "$id" ]; then
            gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --field "body=@$file"
          else
            gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" --field "body=@$file"
          fi
`
}
