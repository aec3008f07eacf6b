// Hindi words of the drawing of the workflow map and of what helps with its forms.

const field = (label: string, hint: string) => ({ label, hint })

export const hiDiscoveryMap = {
  dmap: {
    view: 'नक्शा दिखाएँ',
    views: { paths: 'रास्तों में', lanes: 'पट्टियों में', list: 'सूची में' },
    foldAll: 'सब समेटें',
    otherwise: 'अन्यथा',
    handsOver: 'सौंपता है',
    handsOverTo: 'सौंपता है: {{channel}}',
    lane: { employee: 'कर्मचारी', system: 'सिस्टम', person: 'व्यक्ति', requester: 'पूछने वाला' },
    foldLane: 'पट्टी {{title}} समेटें या खोलें',
    laneCount_one: '{{count}} बक्सा, समेटा हुआ',
    laneCount_other: '{{count}} बक्से, समेटे हुए',
    hits: 'क्या मिला',
    moreHits: 'और {{count}}; दूसरा शब्द लिखें',
    sop: 'SOP:',
    practice: 'असल में:',
    notSaid: 'नहीं बताया',
    list: {
      label: 'नक्शा सूची के रूप में',
      next: 'फिर',
      branch: 'यदि {{label}}',
      unreached: 'किसी प्रश्न प्रकार से यहाँ तक रास्ता नहीं',
      noPath: 'अभी कोई रास्ता नहीं: इसके प्रश्न लोगों के पास जाते हैं।',
    },
    findings: 'जाँच इसके बारे में क्या कहती है',
    build: {
      open: 'शर्त बनाएँ',
      title: 'शर्त बनाएँ',
      kind: 'यह सच है जब',
      kinds: {
        mentions: 'प्रश्न में आता है',
        queryType: 'प्रश्न प्रकार है',
        channel: 'इस चैनल से आया',
        field: 'प्रश्न के बारे में यह ज्ञात है',
        result: 'किसी क़दम ने पाया',
      },
      words: 'इनमें से कोई शब्द या वाक्यांश',
      wordsHint: 'हर एक के बाद Enter दबाएँ। छोटे-बड़े अक्षरों से फ़र्क़ नहीं पड़ता।',
      choose: 'कौन-सा',
      compare: 'तुलना',
      compares: { is: 'है', not: 'नहीं है', above: 'से अधिक', below: 'से कम' },
      value: 'किससे',
      valueHint: 'हाँ, नहीं, कोई संख्या, या शब्द।',
      none: 'नक्शे में इस तरह का अभी कुछ नहीं।',
      becomes: 'फ़ाइल में यह ऐसे लिखा जाएगा',
      replace: 'यही रखें',
      or: 'या यह भी',
      and: 'और यह भी हो',
    },
  },
}

/** Merged into `field` of the locale. */
export const hiMapFields = {
  queryType_rules: field('निश्चित पहचान कब', 'हर पंक्ति में एक शर्त, उदाहरणों से पहले परखी जाती है; कोई भी सच हो तो यही प्रकार है।'),
  queryType_shareOfTimeRatio: field('निपटाने के कुल समय में हिस्सा', 'लोगों के अनुमान से; ख़ाली छोड़ने पर संख्या और मिनट से निकलता है।'),
  step_uses: field('किन कार्रवाइयों से', 'व्यक्ति जिनसे काम करता है। यहाँ नाम लिखने से कर्मचारी को कुछ नहीं मिलता।'),
  trigger_test_fields: field('उस प्रश्न के बारे में क्या ज्ञात है', 'हर पंक्ति में एक: नाम = मान, “सामान्य” में लिखे फ़ील्डों में से।'),
}
