// What an operator whose systems run on this machine would configure.

import { invariant } from '../../src/domain/fault.ts'
import { readPrivateSystems } from '../../src/domain/oversight/private-systems.ts'

const read = readPrivateSystems('127.0.0.0/8')
invariant(typeof read !== 'string', 'the loopback range can be read')

export const onLoopback = { privateSystems: () => read }
