"""Words that have a meaning in minutes, in English, German and French; all folded."""

from __future__ import annotations

from .characters import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(part) for part in text.split("|"))


PRESENT = _words(
    "present|presents|présents|présent|présentes|participants|participant|participants list"
    "|list of participants|attendees|attendee|attendance|attending|attended|in attendance|those present"
    "|members present|present members|in person|on site|onsite|people present|who was present|who was there"
    "|also present|also attending|others present|guests|guest|invited|visitors|observers|staff present"
    "|board members present|anwesend|anwesende|teilnehmer|teilnehmende|teilnehmerinnen"
    "|teilnehmerinnen und teilnehmer|teilnehmer:innen|teilnehmer*innen|teilnehmerliste|gäste|personnes présentes"
    "|étaient présents|membres présents|participants présents|in the room|roll call|invités|liste de présence"
    "|present in person|present at the meeting|meeting attendees|attendance list|attendees list"
    "|list of attendees|voting members present|participation|asistentes|presenti|who is here|sign in|sign-in"
    "|names|aanwezig|members in attendance|non members present|committee members present|present from the group"
    "|members|regular attendees|speakers present|assistaient également|assistent également|étaient également présents"
    "|sont présents|présents ou représentés|membres présents ou représentés|participaient|ont participé"
    "|étaient présentes|weitere anwesende|außerdem anwesend|ferner anwesend|als gäste|gäste anwesend|weitere teilnehmer"
    "|staff attending|others in attendance|also in attendance|officers present|in attendance were|members attending"
    "|attendees present|councillors present|members of the public|public present|on the call|people on the call|joined"
)
REMOTE = _words(
    "remote|remotely|online|virtual|virtually|via zoom|on zoom|zoom|by phone|by telephone|on the phone|phone"
    "|dial in|dialled in|dialed in|remote participants|remote attendees|joined remotely|present remotely"
    "|present online|attending remotely|attended remotely|online participants|via telephone|teleconference"
    "|via teams|on teams|par visio|en visio|à distance|en ligne|per video|per telefon|zugeschaltet"
    "|via videoconference|by video|video|vidyo|via vidyo|via video|webex|on webex|via webex|participants online"
    "|participants (remote)"
)
PART = _words(
    "part|partly|part time|partially|part of the time|late|left early|joined later|temporarily|zeitweise|teilweise"
)
APOLOGIES = _words(
    "apologies|apologies for absence|apologies received|apology|apologies from|with apologies|regrets"
    "|regrets from|not available|unavailable|absent|absents|absentees|absences|absence|excused|excused absences"
    "|not present|members absent|absent members|missing|not attending|unable to attend|could not attend"
    "|sent apologies|entschuldigt|abwesend|nicht anwesend|verhindert|unentschuldigt|es fehlen|excusés|excusé"
    "|absents excusés|absent excusé|apologies and absences|board members absent|leave of absence|excusées"
    "|absents/excusés|apologies/absent|did not attend|apologised|apologized|possible regrets|no shows"
    "|étaient excusés|sont excusés|étaient absents|ont donné pouvoir"
    "|représentés|étaient représentés|excusés ou absents|members excused|not able to attend|cannot attend|on leave"
    "|not on the call|not on call"
    "|représenté|représentée|membre représenté|membres représentés"
)
CHAIRS = _words(
    "chair|chairs|chairperson|chairman|chairwoman|co chair|co chairs|cochair|moderator|facilitator|vorsitz"
    "|leitung|sitzungsleitung|moderation|président|présidente|président de séance|presiding|convener|convenor"
    "|meeting chair|host|animateur|redeleitung|versammlungsleitung|gesprächsleitung|diskussionsleitung|animation"
)
SCRIBES = _words(
    "scribe|scribes|minutes|minute taker|minutes taker|minutes by|minutes taken by|note taker|notetaker|notes"
    "|notes by|notes taken by|secretary|recorder|protokoll|protokollführer|protokollführung|protokollant"
    "|protokollantin|secrétaire|secrétaire de séance|rapporteur|recording secretary|taking notes|minuted by"
    "|taken by|author|scribenick|schriftführer|schriftführung|protokollierende|protokollierend|protokollantinnen"
)
NEXT_MEETING = _words(
    "next meeting|next meetings|dtnm|date of next meeting|date of the next meeting"
    "|date and time of next meeting|date for next meeting|date and place of next meeting|next call|next telecon"
    "|next teleconference|next session|next meeting date|time of next meeting|date/time of next meeting"
    "|date of next meetings|next meeting time|next wg meeting|next board meeting|next regular meeting|next telco"
    "|next vc|nächste treffen|prochain ca|prochain cs|prochain conseil|prochain comité|prochain rendez vous"
    "|next sig|next wg|next tc|next sync|next board|nächstes treffen|nächste sitzung|nächster termin"
    "|nächstes meeting|nächste termine|nächste besprechung|prochaine réunion|prochaine rencontre"
    "|prochaine séance|date de la prochaine réunion|prochaines réunions|date and venue of next meeting"
    "|date, time and place of next meeting|date and place of the next meeting|upcoming meeting|upcoming meetings"
    "|future meetings|next collaboration meeting|next working group meeting|schedule next meeting"
    "|next steps and next meeting|time and date of next meeting|next meeting details"
)
PREVIOUS_MEETING = _words(
    "previous meeting|last meeting|previous minutes|prior meeting|vorheriges treffen|letzte sitzung"
    "|letztes treffen|réunion précédente|dernière réunion|previous call|last call"
)
AOB = _words(
    "aob|a o b|any other business|aocb|miscellaneous|misc|verschiedenes|sonstiges|divers|other business"
    "|any other items|other items|other topics|other|varia|questions diverses|points divers|other matters"
)
AGENDA = _words(
    "agenda|proposed agenda|draft agenda|topics|tagesordnung|ordre du jour|meeting agenda|agenda items"
    "|today's agenda|agenda topics|themen|programme|program|contents|table of contents|inhalt|sommaire|toc|today"
)
ACTIONS = _words(
    "actions|action|action items|action item|action points|action list|list of actions|actions arising"
    "|new actions|open actions|todo|todos|to do|to dos|to do list|tasks|next steps|follow up|follow ups|aufgaben"
    "|maßnahmen|aktionen|offene punkte|arbeitsaufträge|actions à mener|plan d'action|tâches|à faire"
    "|summary of actions|summary of action items|action items summary|actions summary|new action items"
    "|open action items|actions from this meeting|actions open|summary of new action items|follow up actions"
    "|pending actions|current actions|outstanding actions|action log|actions from last meeting"
    "|actions from previous meeting|review of actions|previous action items|offene aufgaben|actions list"
    "|action table|aufgabenliste|action points summary|open issues and actions|homework|assignments"
)
DECISIONS = _words(
    "decisions|decision|resolutions|summary of resolutions|summary of decisions|beschlüsse|décisions"
    "|decisions made|decisions taken|agreements|resolved|list of decisions|key decisions"
)
IDEAS = _words("ideas|more ideas|new ideas|further ideas|other ideas|ideen|weitere ideen|idées|wishlist|brainstorming")

DECISION_LABELS = _words(
    "decision|decided|agreed|resolved|resolution|agreement|beschluss|beschlossen|entscheidung|décision"
    "|decisions|conclusion agreed|proposed and agreed|resolved unanimously|consensus|group decision"
    "|final decision|accord"
)
ACTION_LABELS = _words(
    "action|actions|action item|action items|action point|action points|ai|ap|todo|to do|todos|aufgabe|aufgaben"
    "|task|tasks|maßnahme|action à mener|à faire|new action|action on|actions on|arbeitsauftrag|follow up action"
    "|aktion|act|new action item|tâche|homework"
)
IDEA_LABELS = _words("idea|ideas|idee|ideen|idée|brainstorm")
TOPIC_LABELS = _words("topic|subject|thema|sujet|subtopic")
PRESENTER_LABELS = _words(
    "presenter|presented by|presenters|speaker|speakers|lead|led by|by|reporter|report by|responsible|vortrag"
    "|orateur|intervenant|topic lead"
)
TITLE_LABELS = _words("title|meeting|meeting title|subject|titel|titre|betreff|objet|name of meeting|meeting name")
DATE_LABELS = _words(
    "date|datum|when|date of meeting|meeting date|date and time|date/time|date & time|day|time and date|wann"
    "|quand|date of the meeting|date de la réunion|date et heure|datum und uhrzeit|held on|date, time|time"
    "|meeting held|zeit|termin"
)
PRO = _words(
    "pro|for|in favour|in favor|yes|aye|ayes|yea|yeas|+1|ja|ja stimmen|dafür|pour|oui|support|supporters"
    "|approve|approved by|agree|dafuer|votes for|accept|in favour of|strongly in favor|strongly for|yes votes"
    "|affirmative"
)
CONTRA = _words(
    "contra|against|no|nay|nays|noes|-1|nein|nein stimmen|dagegen|contre|non|oppose|opposed|reject|disagree|con"
    "|votes against|negative|strongly against|no votes|objections|objection"
)
ABSTAIN = _words(
    "abstain|abstained|abstaining|abstains|abstention|abstentions|enthaltung|enthaltungen|neutral|+0|-0|0|abst"
    "|blank|abstinence|abstinences|enthalten|abs|stimmenthaltung|stimmenthaltungen|unsure"
)

# A capitalised word before a colon that names a thing, not a person. Grown from minutes of many groups.
THINGS = _words(
    "chairs|jabber|audience|volunteers|notetakers|changes|recorded|suggest|unnamed|anonymous|unknown|room|someone|hum"
    "|poll results|floor|speaker|meetecho|mic|microphone|queue|slide|slides|bluesheets|timekeeper|notetaker"
    "|succeeded|failed|scribenick|rrsagent|zakim|specifics|logistics|bof|next|note|notes|nb|remark|comment"
    "|comments|question|questions|answer|answers|q|a|ok|example|examples|e g|i e|update|updates|status"
    "|background|summary|context|discussion|conclusion|conclusions|result|results|issue|issues|problem|problems"
    "|risk|risks|proposal|proposals|motion|motions|vote|votes|goal|goals|aim|scope|purpose|objective|objectives"
    "|reason|reasons|pros|cons|plan|plans|option|options|location|place|venue|where|time|when|what|why|who|how"
    "|date|room|link|links|url|urls|website|web|zoom|teams|address|phone|tel|email|mail|contact|agenda|minutes"
    "|meeting|chair|scribe|secretary|moderator|subject|topic|title|re|fwd|fw|from|to|cc|bcc|sent|reply to"
    "|attachments|attachment|deadline|due|owner|owners|resp|responsible|priority|version|versions|release"
    "|releases|milestone|milestones|deliverable|deliverables|budget|cost|costs|timeline|warning|caution"
    "|important|hint|tip|info|information|overview|introduction|intro|welcome|outlook|previous|last|first|second"
    "|third|finally|also|then|however|today|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday"
    "|sunday|january|february|march|april|may|june|july|august|september|october|november|december|morning"
    "|afternoon|evening|lunch|break|coffee|dinner|day|week|month|year|session|part|point|item|items|step|steps"
    "|phase|stage|section|chapter|all|everyone|everybody|nobody|others|group|team|members|committee|board"
    "|participants|users|user|community|people|staff|management|students|http|https|ftp|file|files|code|data"
    "|software|hardware|network|server|servers|storage|database|beam|beamline|detector|control|controls|safety"
    "|security|machine|training|documentation|docs|tests|test|testing|feature|features|bug|bugs|fix|fixes|pr|prs"
    "|pull requests|pull request|merge|repo|repository|github|gitlab|jira|wiki|slack|indico|report|reports"
    "|presentation|presentations|talk|talks|slides|paper|papers|document|documents|draft|review|news"
    "|announcements|announcement|feedback|reminder|request|requests|and|or|but|so|if|as|the|this|that|these"
    "|those|it|there|here|we|they|he|she|i|you|my|our|their|its|in|on|at|for|with|by|of|not|no|yes|maybe"
    "|main points|key points|current status|next steps|open questions|open issues|open points|action|actions"
    "|decision|decisions|todo|idea|ideas|hinweis|anmerkung|frage|antwort|thema|ort|zeit|datum|uhrzeit|beginn"
    "|ende|stand|ergebnis|ziel|beispiel|achtung|wichtig|bemerkung|protokoll|raum|dauer|fazit|diskussion|bericht"
    "|vorschlag|antrag|abstimmung|begründung|tagesordnung|lieu|heure|remarque|réponse|objet|exemple|résultat"
    "|résumé|contexte|proposition|ordre du jour|début|fin|durée|rappel|bilan|constat|sujet|resolution|resolved"
    "|agreed|correction|corrections|erratum|rationale|consensus|outcome|outcomes|impact|benefits|benefit|pending"
    "|done|completed|complete|closed|open|new|old|ongoing|blocked|wip|in progress|start|end|begin|begins|started"
    "|ended|duration|adjourned|adjournment|adjourn|call to order|quorum|moved|seconded|carried|passed|approved"
    "|approval|present|absent|apologies|regrets|attendees|attendance|irc|log|logs|chat|recording|video|audio"
    "|dial in|passcode|password|meeting id|id|number|nr|ref|reference|references|see|see also|cf|related"
    "|abstract|keywords|tags|category|type|name|names|affiliation|role|institute|country|linux|windows|python"
    "|java|epics|tango|europe|germany|france|italy|spain|sweden|switzerland|england|usa|japan|china|canada"
    "|brazil|australia|paris|berlin|hamburg|grenoble|lund|geneva|zurich|trieste|barcelona|brussels|vienna|london"
    "|oxford|alternative|alternatives|assumption|assumptions|requirement|requirements|constraint|constraints"
    "|strategy|policy|process|procedure|workflow|workshop|conference|hackathon|tutorial|survey|poll|experiment"
    "|experiments|sample|samples|upgrade|installation|commissioning|maintenance|operation|operations|shutdown"
    "|schedule|planning|please|thanks|thank you|hello|dear|regards|welcome back|apology|general|specific"
    "|technical|administrative|financial|legal|other|misc|various|additional|further|more|less|short|long term"
    "|short term|pro|contra|against|abstain"
)

REPORTING = _words(
    "provided|provides|led|leads|attended|spoke|speaks|talked|talks|went|listed|lists|made|makes|came|met"
    "|tested|checked|worked|sees|saw|knows|knew|used|found|finds|sent|wrote|tells|told|did|is going|has been"
    "|had been|legte|legt|trägt|trug|stellte|souhaite|se demande|said|says|say|suggested|suggests|reported"
    "|reports|asked|asks|noted|notes|explained|explains|mentioned|mentions|presented|presents|proposed|proposes"
    "|commented|comments|pointed|points|added|adds|stated|states|informed|informs|replied|replies|answered"
    "|answers|agreed|agrees|disagreed|disagrees|stressed|stresses|emphasised|emphasized|emphasises|emphasizes"
    "|thinks|thought|believes|believed|recommended|recommends|announced|announces|clarified|clarifies|confirmed"
    "|confirms|described|describes|discussed|discusses|raised|raises|reminded|reminds|remarked|remarks"
    "|questioned|questions|wondered|wonders|argued|argues|showed|shows|gave|gives|outlined|outlines|summarised"
    "|summarized|summarises|summarizes|welcomed|welcomes|thanked|thanks|opened|opens|introduced|introduces"
    "|updated|updates|highlighted|highlights|observed|observes|warned|warns|insisted|insists|inquired|enquired"
    "|objected|objects|expressed|expresses|indicated|indicates|shared|shares|feels|felt|likes|liked|prefers"
    "|preferred|wants|wanted|requested|requests|responded|responds|reiterated|reiterates|acknowledged"
    "|acknowledges|advised|advises|demonstrated|demonstrates|reviewed|continued|berichtet|berichtete|schlägt"
    "|schlug|fragt|fragte|erklärt|erklärte|erläutert|erläuterte|betont|betonte|weist|wies|merkt|merkte|stellt"
    "|begrüßt|begrüßte|informiert|informierte|bittet|bat|meint|sagt|sagte|regt|eröffnet|ergänzt|dankt|teilt"
    "|présente|a présenté|demande|propose|explique|rappelle|indique|précise|signale|souligne|informe|remercie"
    "|répond|annonce|ajoute|suggère|rapporte|estime|ouvre|echoed|recalled|recalls|concluded|concludes|elaborated"
    "|cautioned|encouraged|encourages|closed|called|supports|supported|apologised|apologized|invited|invites"
    "|volunteers|volunteered|offered|offers|committed|underlined|underlines|underscored|detailed|details|briefed|briefs"
    "|criticised|criticized|criticises|reflected|reflects|notified|notifies|pleaded|pleads|appealed|contended|countered"
    "|admitted|admits|conceded|complained|complains|praised|praises|congratulated|estimated|estimates|expects|expected"
    "|regretted|regrets|hoped|hopes|fears|feared|urged|urges|speculated|specified|gab|gibt|stimmt zu|schildert"
    "|schilderte|kritisiert|kritisierte|verweist|verwies|begründet|begründete|empfiehlt|empfahl|wirft ein|wünscht|hält"
    "|fasst|fasste|führt|erinnert|erinnerte|kündigt|kündigte|hebt|hob|bemerkt|bemerkte|antwortet|antwortete|fordert"
    "|forderte|plädiert|möchte|berichten|insiste|évoque|expose|détaille|fait|donne|confirme|constate|regrette|félicite"
    "|interroge|s'interroge|s'inquiète|soulève|conclut|clôt|lève|excuse|accueille|intervient|complète|revient|résume"
)

ROLES = _words(
    "board|attorney|counsel|legal counsel|trésorier|trésorière|trésorier adjoint|secrétaire adjoint"
    "|président de séance|executive director|board member|geschäftsstelle|vorsitzende|vorsitzender"
    "|stellvertreter|chair|co chair|chairman|chairwoman|chairperson|vice chair|deputy chair|secretary|minutes"
    "|minute taker|notes|note taker|scribe|host|moderator|facilitator|guest|observer|speaker|presenter|treasurer"
    "|president|vice president|ex officio|coordinator|director|pi|lead|convener|vorsitz|protokoll|gast|invité"
    "|invitee|president elect|past president|member|staff|editor|recorder|leiter|sprecher|secrétaire|présidente"
    "|président|rapporteur|notetaker|invited|chair elect|student|liaison|non voting|voting|alternate|proxy"
)
TITLES_OF_PERSONS = _words("dr|prof|professor|mr|mrs|ms|miss|sir|herr|frau|m|mme|dipl|ing|phd|msc|ph d|docteur")
# All that a line has which only leads up to names: "Mesdames et Messieurs", "The following were present:".
SALUTATION_WORDS = _words(
    "mesdames|messieurs|mmes|mme|mm|m|messrs|ladies|gentlemen|and|et|und|herren|damen|die|the|following|were|was|members"
    "|of|council|councillors|cllrs|present|attended|in|attendance|persons|people|personen|folgende|folgenden|sind|waren"
    "|anwesend|mitglieder|frau|herr|mr|mrs|ms|colleagues"
)
# What a cell says beside the name of somebody who was there, or was not.
YES = _words("yes|y|x|✓|✔|✅|☑|☒|ja|j|oui|o|present|p|anwesend|attended|here|+")
NO = _words(
    "no|n|a|✗|✘|❌|☐|nein|non|absent|apology|apologies|regret|regrets|excused|e|entschuldigt|abwesend|excuse|excusee"
    "|absente|not present|abs|ab|x absent"
)
# Two or three capitals that are words of the trade as often as somebody's initials.
NOT_INITIALS = _words(
    "ai|am|aob|ap|api|cc|db|eg|eu|faq|fyi|hpc|hr|id|ie|it|nb|ok|os|pc|pid|pm|pr|ps|qa|rd|re|tbd|tv|ui"
    "|uk|us|ux|aoi|rfc|url|tba|tbc|mr|ci|cd|sw|hw|ml|ip|vm|gpu|cpu"
)
PARTICLES = _words(
    "van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|zu|zur|zum|el|al|bin|ibn|af|av|vom|st|y|e|do|das|dal|d"
)
EVERYONE = _words(
    "staff|secretariat|chairs|all institutes|all sites|all developers|chair|secretary|all|everyone|everybody"
    "|all members|alle|tous|all participants|all partners|all facilities|group|the group|whole group|team"
    "|everyone else|all present"
)

ORGANISATION_WORDS = _words(
    "university|universität|université|universidad|universita|institute|institut|istituto|laboratory|lab|labs"
    "|laboratories|center|centre|zentrum|college|school|facility|source|foundation|gmbh|inc|ltd|llc|corp"
    "|corporation|company|sa|ag|consortium|council|agency|ministry|department|dept|academy|society"
    "|association|hospital|group|synchrotron|national|max planck|research|technologies|systems|software"
    "|observatory|museum|library|bank|solutions|consulting|services|commission|federation|network|project|org"
    "|openstack"
)
ORGANISATIONS = _words(
    "desy|esrf|ess|hzb|hzdr|soleil|alba|max iv|maxiv|elettra|psi|cern|eli|euxfel|european xfel|xfel|ill|diamond"
    "|dls|stfc|isis|fzj|juelich|jülich|kit|gsi|fair|infn|sesame|solaris|ceric|esuo|astrid2|astrid|felix|ptb"
    "|dectris|fermi|lnls|cnpem|sirius|aps|als|nsls|nsls ii|bnl|slac|lbnl|lbl|anl|ornl|sns|fnal|fermilab|jlab"
    "|lanl|llnl|triumf|cls|riken|spring 8|kek|j parc|jparc|ansto|bessy|embl|elixir|dtu|nbi|hzg|hereon|mlz|frm ii"
    "|frm2|tum|ska|skao|eso|iter|ukaea|cea|cnrs|ganil|lcls|pal|ssrf|ihep|nsrrc|tps|cosylab|observatory sciences"
    "|bilfinger|lightsource|microsoft|google|ibm|intel|nvidia|amazon|apple|mozilla|red hat|redhat|w3c|ietf|epfl"
    "|eth|ucl|mit|nasa|esa|eurohpc|egi|geant|surf|csc|bsc|cineca|pnpi|npl|nist|hzi|ukri|uu|ku|rug|tud|gfz|awi"
    "|dkrz|dlr|rwth|lmu|tib|zbmed|zb med"
)
