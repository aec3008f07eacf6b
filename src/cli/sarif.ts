// Findings as SARIF 2.1.0 (OASIS), the form code hosts show beside the changed lines.

import type { Finding } from '../domain/discovery/dossier.ts'

/** The SARIF log of one check. Paths are relative to the dossier folder. */
export function sarifOf(findings: readonly Finding[]): object {
  const codes = [...new Map(findings.map((finding) => [finding.code, finding])).values()]
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tenure dossier check',
            rules: codes.map(({ code, why, remedy }) => ({ id: code, shortDescription: { text: why }, help: { text: remedy } })),
          },
        },
        results: findings.map((finding) => ({
          ruleId: finding.code,
          level: finding.severity,
          message: { text: `${finding.what} ${finding.remedy}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: finding.file },
                ...(finding.line === null ? {} : { region: { startLine: finding.line } }),
              },
            },
          ],
        })),
      },
    ],
  }
}
