// English words of the drawing of the workflow map and of what helps with its forms.

const field = (label: string, hint: string) => ({ label, hint })

export const enDiscoveryMap = {
  dmap: {
    view: 'Show the map',
    views: { paths: 'By path', lanes: 'In lanes', list: 'As a list' },
    foldAll: 'Fold everything',
    otherwise: 'otherwise',
    handsOver: 'hands over',
    handsOverTo: 'hands over: {{channel}}',
    lane: { employee: 'Employee', system: 'System', person: 'Person', requester: 'Who asks' },
    foldLane: 'Fold or unfold the lane {{title}}',
    laneCount_one: '{{count}} box, folded away',
    laneCount_other: '{{count}} boxes, folded away',
    hits: 'What was found',
    moreHits: 'and {{count}} more; type another word',
    sop: 'SOP:',
    practice: 'Really:',
    notSaid: 'not said',
    list: {
      label: 'The map as a list',
      next: 'then',
      branch: 'if {{label}}',
      unreached: 'Reached by no query type',
      noPath: 'No path yet: its queries go to people.',
    },
    findings: 'What the check says of this',
    build: {
      open: 'Build a condition',
      title: 'Build a condition',
      kind: 'It holds when',
      kinds: {
        mentions: 'the query mentions',
        queryType: 'the query type is',
        channel: 'it came through',
        field: 'this is known of the query',
        result: 'a step found',
      },
      words: 'Any of these words or phrases',
      wordsHint: 'Press Enter after each. Upper and lower case do not matter.',
      choose: 'Which',
      compare: 'Compared',
      compares: { is: 'is', not: 'is not', above: 'is above', below: 'is below' },
      value: 'With',
      valueHint: 'yes, no, a number, or words.',
      none: 'Nothing of this kind is in the map yet.',
      becomes: 'In the file it reads',
      replace: 'Use this',
      or: 'Or also this',
      and: 'And this too',
    },
  },
}

/** Merged into `field` of the locale. */
export const enMapFields = {
  queryType_rules: field(
    'Recognised for certain when',
    'A condition per line, tried before the examples; any that holds makes it this type.',
  ),
  queryType_shareOfTimeRatio: field(
    'Share of all handling time',
    'As people estimate it; left out, it follows from number and minutes.',
  ),
  step_uses: field('With which operations', 'What the person works with. Naming it here grants the employee nothing.'),
  trigger_test_fields: field(
    'What is known of that query',
    'One per line: name = value, of the fields named under “In general”.',
  ),
}
