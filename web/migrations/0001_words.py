"""Words as they are searched: ``waymark_fold`` and ``waymark_words``, without any extension.

The tables are frozen here, so that an index means the same whatever Python made it. ``web.words.fold`` is the twin
of ``waymark_fold``; a test compares the two over the letters of Europe. Under the C locale PostgreSQL's own functions
know ASCII only, and its parser takes every other character for a letter; so case and punctuation are told here.
"""

from django.db import migrations

# Marks over and under letters once they are taken apart, and characters that nobody sees inside a word.
MARKS = (
    r"\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u1ab0-\u1abd"
    r"\u1abf-\u1ace\u1dc0-\u1dff\u200c-\u200d\u2060\u20d0-\u20dc\u20e1\u20e5-\u20f0\ufe20-\ufe2f"
    r"\ufeff"
)
# What is neither letter nor digit: exactly for the letters of Europe, by whole blocks beyond.
BETWEEN = (
    r"\u0001-\u002f\u003a-\u0060\u007b-\u007f"
    r"\u0080-\u009f\u00a1-\u00a7\u00a9\u00ab-\u00ac\u00ae\u00b0-\u00b1\u00b6-\u00b7\u00bb"
    r"\u00bf\u00d7\u00f7\u02b9-\u02bc\u02c2-\u02c5\u02d2-\u02d7\u02de-\u02df\u02e5-\u02eb"
    r"\u02ed\u02ef-\u02ff\u0375\u0378-\u0379\u0380-\u0383\u038b\u038d\u03a2"
    r"\u03f6\u0482\u0488-\u0489\u0530\u0557-\u0558\u055a-\u055f\u0589-\u058f\u10fb"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f"
    r"\u30a0\u30fb\ue000-\uf8ff\ufe00-\ufe1f\ufe30-\ufe6f\ufff9-\ufffd\U0001d000-\U0001d1ff\U0001f000-\U0001faff"
    r"\U000e0000-\U0010ffff"
)
# Small letters for capitals, and for those that are letters of their own; in blocks, for translate() looks at each
# letter of its list for each of the text.
LETTERS = [
    ("ÐØðøĐđĦħıĸŁłŊŋŦŧ", "dododdhhikllnntt"),  # Latin, as Europe writes it
    (  # Latin, the rest
        "ƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎỺỼỾ",
        "ɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏỻỽỿ",
    ),
    ("ͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿ", "ͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωσϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽ"),  # Greek
    ("ЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "ђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюя"),  # Cyrillic
    (  # Cyrillic, the rest
        "ѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮ",
        "ѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯ",
    ),
    ("ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"),  # Armenian
    ("ᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿ", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿ"),  # Georgian
]
SEVERAL = {"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "Þ": "th", "þ": "th", "ß": "ss", "ẞ": "ss"}

TOLD = "\n".join(
    f"""
        IF words ~ '[{letters}]' THEN
            words := translate(words, '{letters}', '{small}');
        END IF;"""
    for letters, small in LETTERS
)
REPLACED = "words"
for letter, letters in SEVERAL.items():
    REPLACED = f"replace({REPLACED}, '{letter}', '{letters}')"

# A ligature may become eighteen letters; what is searched of a text is cut once more below.
FOLD = f"""
CREATE FUNCTION waymark_fold(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
    words text := given;
BEGIN
    IF octet_length(words) <> char_length(words) THEN
        words := regexp_replace(left(normalize(words, NFKD), 400000), '[{MARKS}]+', '', 'g');
    END IF;
    words := btrim(regexp_replace(lower(words COLLATE "C"), '[{BETWEEN}]+', ' ', 'g'));
    IF octet_length(words) <> char_length(words) THEN
        words := {REPLACED};{TOLD}
    END IF;
    RETURN words;
END $$;
"""

# A vector holds less than 1 MB; 200,000 characters never need more, whatever they are. Mentions are ids, no words.
# The bodies are bound when they are made, so that a restore finds the inner functions whatever its search path.
WORDS = """
CREATE FUNCTION waymark_words(given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
RETURN to_tsvector(
    'simple'::regconfig,
    left(waymark_fold(regexp_replace(left(given, 200000), '@\\[[0-9]{1,9}\\]', ' ', 'g')), 200000)
);
CREATE FUNCTION waymark_words(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
RETURN waymark_words(title || ' ' || body);
"""
NO_WORDS = "DROP FUNCTION waymark_words(text, text); DROP FUNCTION waymark_words(text);"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION waymark_fold(text);"),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
