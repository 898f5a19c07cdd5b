/**
 * The report as one HTML file: findings, and a matrix of resources, origins and layers to click.
 *
 * @module
 */
export { type HtmlReportOptions, htmlReport } from './html-report.ts'
