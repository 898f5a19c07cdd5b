/**
 * User text inside other languages: Markdown, XML, GitHub workflow commands, a POSIX shell.
 *
 * @module
 */
export { code, codeBlock, sentence } from './markdown.ts'
export { shellWord } from './shell-word.ts'
export { workflowCommand } from './workflow-command.ts'
export { escapeXml } from './xml.ts'
