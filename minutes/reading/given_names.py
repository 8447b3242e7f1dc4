"""Given names: evidence, never proof, that a word names a person who is on no list. Folded."""

from __future__ import annotations

from .characters import fold

_NAMES = """
aaron abdul abel abigail adam adele adelina adnan adrian adriana adrien agata agnes agnieszka ahmed aidan aileen aisha
alain alan alasdair alastair albert alberto aldo alejandro alejandra aleksander aleksandr aleksandra alena alessandra
alessandro alessia alex alexander alexandra alexandre alexandru alexei alexey alexis alfonso alfred ali alice alicia
alina alison alistair allan allen alma alvaro amanda amandine amber amelia amelie amina amir amit amy ana anais anand
anastasia anders andre andrea andreas andreea andrei andrej andres andrew andrey andrzej andy angel angela angelika
angelo angus anil anita anja anke ann anna annabel anne annette annika anthony antoine anton antonella antonia antonio
antony anubhav anup aphrodite april arjun armand armin arnaud arne arno arnold arthur artur arturo arun asa ashley astrid athanasios
audrey august augusto aurelie aurelien axel ayse bart barbara bartosz bastian beat beata beate beatrice beatriz ben benedict
benedikt benjamin benoit bernard bernd bernhard bert bertrand beth bettina betty bharat bianca bill birgit bjarne bjorn
blanca bob bodil bogdan bohdan boris bozena brad bradley brandon branko brenda brendan brian brice brigitte britta bruce
bruno bryan caitlin calum camille carina carine carl carla carlo carlos carmen carol carole carolin carolina caroline carolyn carsten
casey caspar caterina catherine cathy cecile cecilia cecilie cedric celia celine cesar chad chandra charles charlie charlotte
chen chiara chloe chris christa christel christelle christian christiane christina christine christof christoph christophe
christopher ciaran cindy claire clara clare claude claudia claudio claus clemens clement cliff colette colin connor conor conrad
constantin cora corinna corinne cornelia craig cristian cristiana cristina curtis cynthia cyril cyrille dagmar daisuke damian
damien dan dana daniel daniela daniele danielle danuta daria dario darius darren darya dave david davide dawn dean debbie
deborah debra denis denise dennis derek desmond devin diana diane didier diego dieter dietmar dietrich dilip dimitri dimitris dimitrios dino dirk
djamel dmitri dmitry dominic dominik dominika dominique don donald donna dora doris dorota dorothea dorothee doug douglas duncan dylan eamon
eckhard eckhart ed eddie eddy edgar edith edmund edoardo eduard eduardo edward edwin egon eileen einar ekaterina elaine eleanor elena eleni eleonora
elias elisa elisabeth elisabetta elise eliza elizabeth elke ella ellen elliot elodie elsa else emanuel emanuele emeline emil emile emilia emilie emilio
emily emma emmanuel emmanuelle emre enrico enrique eric erica erich erik erika erin ernest ernesto ernst erwan erwin esteban estelle esther
etienne eugene eugenia eugenio eva eve evelyn ewa ewan fabian fabien fabienne fabio fabrice fabrizio fanny farah fatima fausto federica
federico felicity felix ferdinand fernando fiona flavia flavio flora florence florian floriane frances francesca francesco francis
francisco franck franco francois francoise frank frans franz franziska fred freddie frederic frederik frederick fredrik frieder friedrich fritz gabor
gabriel gabriela gabriele gabriella gael gaelle gareth garry gary gaston gavin gemma geoff geoffrey georg george georges georgia georgina georgios
gerald gerard gerd gerhard gert gertrud ghislain giacomo giancarlo gianfranco gianluca gianluigi gianni gilbert giles gilles gillian gina giorgio giovanna giovanni
gisela giulia giuliano giulio giuseppe glen glenn gonzalo gordon grace graeme graham grant greg gregoire gregor gregory greta grzegorz guido guillaume
guillermo gunnar gunter guntram gustav gustavo guy gwen gwenael hadrien hakan hanna hannah hannes hans harald hari harold harriet harry hartmut hassan
heather hector heidi heike heiko heiner heinrich heinz helen helena helene helga helge helmut hendrik henk henning henri henrietta henrik henrique henry
herbert herman hermann hilary hilda hilde holger horst howard hubert hugh hugo hugues ian ibrahim ida ignacio igor ilaria ilia ilias ilka ilse ilya imke imre ina
ines inga inge ingo ingrid ioana ioannis irena irene irina iris irma isaac isabel isabella isabelle ismael istvan ivan ivana ivo iwona jack jackie jacob jacqueline
jacques jade jaime jakob jakub james jamie jan jana jane janet janice janine janis janos jared jaroslav jarek jasmin jasmine jason javier jay jean jeanette jeanne jeff
jeffrey jelena jen jennifer jenny jens jeremy jerome jerry jerzy jesper jess jesse jessica jesus jiang jill jim jimmy jiri jitka jo joachim joan joana joanna joao jochen
jody joe joel joelle joerg johan johann johanna johannes john johnny jon jonas jonathan joni jordan jordi jorg jorge jose josef josefine joseph josephine josh joshua josip jost joyce
juan judith judy juergen jurgen juha jukka julia julian juliana juliane julie julien juliet juliette julio julius jun june justin justyna jutta jozef kai kaisa kalle
kamil kamila karel karen karim karin karina karine karl karla karol karolina karsten kasia kaspar katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn
kathy katia katie katja katrin katy kay kazuo keith kelly ken kenji kenneth kenny kent kerry kerstin kevin khaled kim kimberly kirk kirsten kirsty kjell klara klaus knut konrad konstantin
konstantinos kora krishna krista kristen kristian kristina kristin kristine kristof krystyna krzysztof kshitij kumar kurt kyle lars laszlo laura laure laurel lauren laurence laurent lauri lea leah
leandro lee leif leila len lena lennart leo leon leonard leonardo leonid leonie leonor leslie leszek lev lewis li lia liam lidia liliana lilian lilly lin lina linda lindsay lionel lisa lise liu liv liz
lloyd lois lorena lorenz lorenzo loretta loic lothar lou louis louisa louise luana luc luca lucas lucia luciano lucie lucien lucile lucy ludmila ludovic ludwig luigi luis luisa lukas lukasz
luke lutz lydia lynn maarten maciej madeleine madison mads magali magda magdalena magnus maike maja majid malcolm malgorzata malte mandy manfred manuel manuela mara marc marcel marcella marcello
marcin marco marcos marcus marek maren margaret margarita margit margot maria mariana marianne marie mariella marija marika marilyn marina marine mario marion mariusz marius marjan mark marko markus marlene marta
marten martha martijn martin martina martine martyn mary maryam masaki massimo mateusz mathias mathieu mathilde matej matias matt matteo matthew matthias matthieu maud maura maureen maurice mauricio mauro max maxim maxime
maximilian maya megan mehdi mehmet mei melanie melissa mette mia micaela michael michaela michal michel michela michele michelle mick miguel mihai mika mikael mike mikhail mikko milan milena milos mina
mira mireille mirek miriam mirjam mirko mirna miroslav mitch mitchell moana mohamed mohammad mohammed moira molly mona monica monika monique montse morgan moritz morten moses muhammad murat murray
myriam nacho nadia nadine nadja nancy naomi narayan natalia natalie natasha nathalie nathan nathaniel ned neil nele nelly nelson nestor niall nicholas nick nicki nicky nico nicola nicolai nicolas nicole
niels nigel niklas nikola nikolai nikolaos nikolas nikolaus nils nina nino noel noelle noemi nora norbert norman nuno octavia odile olaf ole oleg oleksandr olena olga oliver olivia olivier olof orla orsolya osamu oscar oskar
otto owen pablo paloma pam pamela paola paolo pascal pascale pat patrice patricia patricio patrick patrik patrizia paul paula paulina pauline paulo pavel pawel pedro peggy penelope penny per percy petar pete peter petr
petra petros phil philip philipp philippa philippe phillip phoebe pia pierre pieter pietro pilar piotr prakash priya przemyslaw quentin rachel radek radim radka rafael rafal raffaele raffaella ragnar rahul rainer raj rajesh ralf ralph ramon ramona
randall randy raoul raphael raquel rasmus raul ravi ray raymond rebecca regina regine regis reiner reinhard reinhold remi remy renata renate renato rene renee rennie reto rhys ricardo riccardo rich richard rick rita rob robert roberta roberto robin robyn rocco
rodney rodolfo rodrigo roger roland rolf roman romain romeo ron ronald ronan ronny rory rosa rosalind rosanna rose rosemary rosie ross roxana roy ruben rudi rudiger rudolf rui rupert russ russell ruth ryan sabine sabina sabrina sally salman salvatore salvador sam samantha samir
samuel sandeep sandra sandrine sandro sandy sanjay santiago sara sarah sascha sasha sean sebastian sebastiano sebastien selina serena serge sergei sergey sergio seth severin severine shane sharon shaun shawn sheila shelley shirley sibylle siegfried sigrid silke silvana silvia silvio simon simona simone
sina sinead sofia sofie solene sonia sonja sophia sophie soren stacey stan stanislav stanislaw stefan stefania stefanie stefano steffen stella sten stephan stephane stephanie stephen sterling steve steven stewart stuart sue sunil susan susana susanna susanne suzanne sven svenja svetlana sylvain sylvia sylvie
tamara tania tanja tanya tara tatiana tatjana ted teodor teresa terry tessa thea theo theodor theresa therese thibault thibaut thierry thilo thomas thorsten tibor tiffany tilman tilo tim timo timothy tina tito tobias todd tom tomas tomasz tommaso tommy toni tony tor torben tore torsten tracy tristan
tuomas ugo ulf ulla ulli ullrich ulrich ulrik ulrika ulrike umberto ursula ute uta uwe vaclav val valentin valentina valeria valerie valerio valery vanessa vasco vasil vera verena veronica veronika veronique vicente vicky victor victoria vijay viktor viktoria vilma vincent vincenzo vinod virginia virginie vito vittorio
vivian viviane vlad vladimir vojtech volker wade walter waltraud wanda warren wayne wei wendy werner wilfried wilhelm will willem william willy wim winfried witold wojciech wolf wolfgang wouter xavier xiao xin yan yana yang yann yannick yannis yasmin yasmine ying yolanda yong yoshi youssef yuri yury yves yvette yvonne zach zachary zdenek zhang zoe zoltan zofia zuzana
"""

GIVEN_NAMES = frozenset(fold(name) for name in _NAMES.split())
# Given names that are also everyday words or places; alone before a colon they prove nothing.
EVERYDAY = frozenset(
    [
        "april",
        "may",
        "june",
        "august",
        "will",
        "rose",
        "mark",
        "grant",
        "dawn",
        "faith",
        "hope",
        "angel",
        "jade",
        "sterling",
        "max",
        "val",
        "per",
        "brad",
        "pat",
        "bill",
        "bob",
        "ray",
        "rob",
        "frank",
        "dean",
        "chad",
        "rich",
        "art",
        "guy",
        "sue",
        "don",
        "ed",
        "max",
        "iris",
        "wade",
        "ralf",
        "sina",
        "in",
        "an",
        "sam",
        "li",
        "so",
        "la",
        "ina",
        "ida",
        "ali",
        "liv",
        "mei",
    ]
) - frozenset(
    [
        "frank",
        "ralf",
        "bob",
        "mark",
        "max",
        "rob",
        "ray",
        "ed",
        "sue",
        "bill",
        "sam",
        "pat",
        "brad",
        "iris",
        "ida",
        "ali",
        "dean",
    ]
)
