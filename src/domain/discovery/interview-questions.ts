// The questions of an interview, topic by topic. Each is open, about what really happened, and does not say what one hopes to hear; each says what its
// answer is used for. Which are asked, and in whose words, is decided in interview-script.ts.

/** The topics of an interview (PRODUCT.md section 3), in the order one talks about them. */
export const scriptTopics = [
  'inputs',
  'volumes',
  'steps',
  'branches',
  'sop-and-practice',
  'exceptions',
  'systems',
  'escalation',
  'people',
  'open-questions',
] as const
export type ScriptTopic = (typeof scriptTopics)[number]

/** `for`: people who do the work know other things than those who answer for a system or a rule. */
export type AskedOf = 'worker' | 'owner' | 'both'

export type Question = { key: string; for: AskedOf; question: string; followUps: readonly string[]; purpose: string }

type Bank = Readonly<Record<ScriptTopic, readonly Question[]>>

/** Asked whatever the map says already. */
export const generalQuestions: Bank = {
  inputs: [
    {
      key: 'last-day',
      for: 'worker',
      question: 'Think of the last full day you did this work. What came in, from the first thing to the last?',
      followUps: ['What came in that does not belong to you?', 'Was that day like the others? What does another one look like?'],
      purpose: 'Becomes the list of query types; what is not on it is handed to people.',
    },
    {
      key: 'ways',
      for: 'worker',
      question: 'By which ways does work reach you, and what is different about each?',
      followUps: ['On which of them do you know for sure who is writing?', 'Who outside the organisation can write to it?'],
      purpose: 'Becomes the channels, and says which of them prove who is writing.',
    },
    {
      key: 'not-messages',
      for: 'worker',
      question:
        'What do you begin without anybody writing to you: at a certain time, because a file or a list came, because a system told you?',
      followUps: ['Where do you see it?', 'What happens when it does not come?'],
      purpose: 'Becomes the inputs that are not messages: schedule, webhook, file.',
    },
    {
      key: 'words',
      for: 'worker',
      question: 'How do people put it when they write? Please read me a few messages as they came, in their words and languages.',
      followUps: ['Which of them would a newcomer misunderstand?', 'Which looks like one thing and was another?'],
      purpose: 'Becomes examples and counter-examples, by which new queries are recognised.',
    },
    {
      key: 'missing',
      for: 'worker',
      question: 'What is missing in a message before you can begin, and where do you get it?',
      followUps: ['What do you do when you cannot get it?'],
      purpose: 'Becomes the declared fields of a query, and the first steps of its path.',
    },
  ],
  volumes: [
    {
      key: 'week',
      for: 'worker',
      question: 'How does a week run: what comes when, how much of it, and how do you know?',
      followUps: ['Which days or months are different?', 'Who counts it, and where?'],
      purpose: 'Says how long each phase takes until enough has been seen.',
    },
    {
      key: 'hours',
      for: 'worker',
      question: 'Where do your hours go? Please name the few things that take most of them.',
      followUps: ['How many minutes does one of these take you?', 'Which of them is rare and long, which frequent and short?'],
      purpose: 'Shows where the handling time goes, and so where to begin.',
    },
  ],
  steps: [
    {
      key: 'before-and-after',
      for: 'worker',
      question: 'What do you do with every piece of work, whatever it is about, before you begin and before you close it?',
      followUps: ['What do you write down, and where?'],
      purpose: 'Becomes the steps that all paths share.',
    },
  ],
  branches: [
    {
      key: 'weighing',
      for: 'worker',
      question: 'When did you last have to weigh up what to do? What did you look at, and what decided it?',
      followUps: ['What would have made you do the other thing?', 'Would your colleague have decided the same?'],
      purpose: 'Becomes decisions with conditions, or a case that stays with people.',
    },
  ],
  'sop-and-practice': [
    {
      key: 'written',
      for: 'both',
      question: 'Where is it written how this work is done, when was that last changed, and by whom?',
      followUps: ['Which parts does everybody know to be out of date?'],
      purpose: 'Finds the written procedure, to be set beside what is done.',
    },
    {
      key: 'busy',
      for: 'worker',
      question: 'On a busy day, what do you do differently from what is written?',
      followUps: ['What came of it?', 'Who knows that it is done this way?'],
      purpose: 'Finds where procedure and practice differ; each difference is settled before anybody signs.',
    },
    {
      key: 'unwritten',
      for: 'worker',
      question: 'What do you tell a new colleague that is written nowhere?',
      followUps: ['How did you learn it?'],
      purpose: 'Becomes steps, exceptions and triggers that no document has.',
    },
  ],
  exceptions: [
    {
      key: 'long',
      for: 'worker',
      question: 'Tell me about the last case that took much longer than usual. What was different about it?',
      followUps: ['How often does that happen?', 'What would you do the next time?'],
      purpose: 'Becomes an edge case with its share of the time and what is done then.',
    },
    {
      key: 'rare',
      for: 'both',
      question: 'What comes up rarely and must not go wrong?',
      followUps: ['When did it last come up?', 'How did one see that it was such a case?'],
      purpose: 'Becomes an edge case or a trigger.',
    },
    {
      key: 'treated-differently',
      for: 'both',
      question: 'Who is treated differently from the others, how, and by what do you know them?',
      followUps: ['Who said so?'],
      purpose: 'Becomes conditions and triggers about the requester.',
    },
    {
      key: 'mistakes',
      for: 'both',
      question: 'What has gone wrong in this work, how was it noticed, and what did it take to put it right?',
      followUps: ['What changed afterwards?'],
      purpose: 'Says what a mistake costs, and so the risk of operations and what is always reviewed.',
    },
    {
      key: 'tricks',
      for: 'both',
      question: 'When did somebody try to get something that was not theirs to have? How did it come out?',
      followUps: ['What in the message gave it away?'],
      purpose: 'Becomes triggers and things the employee must never do.',
    },
    {
      key: 'several-at-once',
      for: 'worker',
      question: 'What do you do when one message asks for several things, or two people ask for opposite things?',
      followUps: ['Which comes first?'],
      purpose: 'Becomes an edge case with its handling.',
    },
  ],
  systems: [
    {
      key: 'windows',
      for: 'worker',
      question: 'Which windows are open on your screen while you work, and what do you do in each?',
      followUps: [
        'What do you only look up, and what do you change?',
        'What do you keep in lists of your own because no system has it?',
      ],
      purpose: 'Becomes the systems and operations of the integration map.',
    },
    {
      key: 'down',
      for: 'both',
      question: 'How do you notice that a system is down or wrong, and what do you do until it is back?',
      followUps: ['Whom do you tell?'],
      purpose: 'Becomes health probes, and what happens meanwhile.',
    },
    {
      key: 'allowed',
      for: 'owner',
      question: 'What in your system may be read for this work, what may be changed, and what must nobody touch?',
      followUps: ['Who decides about that?', 'Which limits hold for people today: per day, per case, in money?'],
      purpose: 'Becomes the access of each operation and the limits of the role.',
    },
    {
      key: 'undone',
      for: 'owner',
      question: 'Which changes in it cannot be undone, and how does anybody notice a wrong one?',
      followUps: ['What did the last wrong one cost?'],
      purpose: 'Becomes the risk of each operation.',
    },
    {
      key: 'twice',
      for: 'owner',
      question: 'What happens when the same change is made twice, and where does one see afterwards whether it was made?',
      followUps: ['Does the interface take a key that makes repeating safe?'],
      purpose: 'Says which operations may be tried again, and what is looked up before that.',
    },
    {
      key: 'data',
      for: 'owner',
      question:
        'Which personal or confidential data stands in it, in which country is it kept, and which fields does this work need?',
      followUps: ['Which text in it was written by people outside?'],
      purpose: 'Becomes the list of data fields and purposes, the country, and the Rule of Two.',
    },
    {
      key: 'account',
      for: 'owner',
      question:
        'With which account would the employee work, who gives it out, and under which name is its secret kept? Please do not tell me the secret.',
      followUps: ['Is there one that can only read?'],
      purpose: 'Becomes the credential reference; secrets never stand in a dossier.',
    },
  ],
  escalation: [
    {
      key: 'last',
      for: 'both',
      question: 'What did you last hand to somebody else, or get handed: who, by which way, and with what information?',
      followUps: ['What was missing?', 'How long did it take until somebody answered?'],
      purpose: 'Becomes a trigger: condition, who, how, with what.',
    },
    {
      key: 'never-alone',
      for: 'both',
      question: 'What must never be decided without a person?',
      followUps: ['Which person?', 'What would happen if it were?'],
      purpose: 'Becomes triggers, and operations that are always reviewed.',
    },
    {
      key: 'signs',
      for: 'worker',
      question: 'By which words or signs in a message do you see that it is not for you to answer?',
      followUps: ['Please give me such a message as it came.'],
      purpose: 'Becomes the condition of a trigger and the query that tests it.',
    },
    {
      key: 'upset',
      for: 'worker',
      question: 'What do you do when somebody is upset, threatens, or asks for a human being?',
      followUps: ['Who takes over?'],
      purpose: 'Becomes a trigger.',
    },
    {
      key: 'time',
      for: 'both',
      question: 'Within what time is a hand-over answered, and what happens when nobody answers?',
      followUps: ['And at night, at the weekend, in the holidays?'],
      purpose: 'Becomes the time within which each escalation is answered.',
    },
  ],
  people: [
    {
      key: 'asked',
      for: 'both',
      question: 'Whom do you ask when you do not know, and about what?',
      followUps: ['How do you reach them?'],
      purpose: 'Becomes the people of the map.',
    },
    {
      key: 'approves',
      for: 'both',
      question: 'Who says yes to what costs money or gives access, up to what amount, and where is that recorded?',
      followUps: ['Who stands in for them?'],
      purpose: 'Becomes limits, approvals and the people behind them.',
    },
    {
      key: 'good',
      for: 'both',
      question: 'How do you tell good work from bad here, looking at a finished case?',
      followUps: ['Which mistakes do you forgive, and which not?', 'How often do people get it right today, and who says so?'],
      purpose: 'Becomes what reviewers go by, and the targets.',
    },
    {
      key: 'others',
      for: 'both',
      question: 'Whom else should I ask, and about what?',
      followUps: ['Who would tell it differently?'],
      purpose: 'Says whom to interview next.',
    },
  ],
  'open-questions': [],
}

/** Asked about one query type; `{title}`, `{sop}` and `{practice}` are filled from the map. */
export const typeQuestions = {
  steps: {
    question: 'Please take me through the last “{title}” you did. What did you open or do first, and then?',
    followUps: [
      'What did you look at before you changed anything?',
      'How did you know that it was done?',
      'What did you tell the person?',
    ],
    purpose: 'Becomes the path of this query type, step by step.',
  },
  branches: {
    question: 'Where does a “{title}” go one way or another, and what do you look at to know which?',
    followUps: ['And when none of that is the case?'],
    purpose: 'Becomes the decisions on the path, each with its conditions and what happens otherwise.',
  },
  practice: {
    question: 'What does the written procedure say about “{title}”, and what did you do the last few times?',
    followUps: ['Since when is that so?', 'Who knows about it?'],
    purpose: 'Sets procedure and practice side by side.',
  },
  practiceBeside: {
    question: 'About “{title}” it is written: “{sop}” What did you do the last few times?',
    followUps: ['Since when is that so?', 'Who knows about it?'],
    purpose: 'Sets practice beside what is written.',
  },
  resolution: {
    question:
      'About “{title}” it is written: “{sop}” I was told that what is done is: “{practice}” What should hold from now on, and who decides that?',
    followUps: ['What speaks for the other?'],
    purpose: 'Settles a difference that otherwise blocks signing.',
  },
  volumes: {
    question:
      'How many “{title}” do you get in a month, how many minutes does one take from opening to closing, and how do you know?',
    followUps: ['What was the shortest, what the longest?'],
    purpose: 'Becomes volume and minutes: where the time goes, and how soon something can be proven.',
  },
} as const

/** Asked about a trigger that does not yet say everything, and an edge case without handling. */
export const gapQuestions = {
  trigger: {
    question:
      'When a query goes to people because of “{title}”: who gets it, by which way, with what information, and when must they have answered?',
    followUps: ['Please give me a message that must go there.'],
    purpose: 'Completes a trigger; without person, way, time and test it blocks signing.',
  },
  edgeCase: {
    question: 'About this case: “{title}” When did it last happen, and what did you do?',
    followUps: ['How much of your time goes into it?'],
    purpose: 'Becomes the handling of an edge case; without one it blocks signing.',
  },
  open: {
    question: '{title}',
    followUps: [],
    purpose: 'Answers an open question, which otherwise blocks signing.',
  },
} as const
