#!/usr/bin/env node
// The entry point of every command. Checks the Node version before anything that an older one could not read is loaded.

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Tenure needs Node 24 or newer and this is ${process.versions.node}. Run it through npm (npm start, npm run -s tenure -- …), which brings its own.`,
  )
  process.exit(2)
}

const { runProgram } = await import('./program.ts')
process.exit(await runProgram(process.argv.slice(2)))
