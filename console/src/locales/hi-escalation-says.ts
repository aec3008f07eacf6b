// Why Tenure itself hands something to people, in Hindi, by the words of its closed list (src/domain/interaction/escalation.ts). A test compares them.

export const hiEscalationSays = {
  unknown_query_type: 'प्रश्न का प्रकार अज्ञात है।',
  unmapped_cell: 'इस चैनल पर यह प्रश्न प्रकार किसी रोलआउट का नहीं है।',
  halted: 'काम रुका हुआ है।',
  agent_failed: 'एजेंट विफल हुआ।',
  agent_silent: 'एजेंट ने उत्तर नहीं दिया।',
  effect_failed: 'एक प्रभाव विफल हुआ।',
  effect_outcome_unknown: 'एक प्रभाव का परिणाम अज्ञात है।',
  effect_refused: 'एक प्रभाव अस्वीकार हुआ।',
  type_widened: 'एजेंट ने ऐसा कुछ माँगा जो प्रश्न के प्रकार से आगे जाता है।',
  no_proposal: 'कोई प्रस्ताव नहीं आया।',
}
