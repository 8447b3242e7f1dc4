"""Given names: evidence, never proof, that a word names a person who is on no list. Folded."""

from __future__ import annotations

from .characters import fold

_NAMES = """
aaron abdul abel abena abigail adam adele adelina adnan adrian adriana adrien agata agnes agnieszka agoston
ahmed aidan aileen aisha akira alain alan alasdair alastair albert alberto aldo alejandra alejandro aleksander
aleksandr aleksandra alena alessandra alessandro alessia alex alexander alexandra alexandre alexandru alexei
alexey alexis alfonso alfred ali alice alicia alina alison alistair allan allen alma alvaro amanda amandine
amara amber amelia amelie amina amir amit amy ana anais anand anastasia anders andre andrea andreas andreea
andrei andrej andres andrew andrey andris andrzej andy angel angela angelika angelo angus anh anil anita anja
anjali anke ann anna annabel anne annette annika anthony antoine anton antonella antonia antonio antony antti
anubhav anup aphrodite april arjun armand armin arnaud arne arno arnold arthur artur arturo arun asa asbjorn
ashley ashok astrid athanasios audrey august augusto aurelie aurelien axel ayse barbara bart bartosz bastian
beat beata beate beatrice beatriz ben bence benedict benedikt bengt benjamin benoit bernard bernd bernhard
bert bertrand beth bettina betty bharat bianca bill birgit bjarne bjorn blanca bo bob bodil bogdan bohdan
boris bozena brad bradley brandon branko brenda brendan brian brice brigitte britta bruce bruno bryan caitlin
calum camille carina carine carl carla carlo carlos carmen carol carole carolin carolina caroline carolyn
carsten casey caspar caterina catherine cathy cecile cecilia cecilie cedric celia celine cem cesar chad
chandra charles charlie charlotte chen chiara chidi chloe chris christa christel christelle christian
christiane christina christine christof christoph christophe christopher ciaran cindy claire clara clare
claude claudia claudio claus clemens clement cliff colette colin connor conor conrad constantin cora corinna
corinne cornelia craig cristian cristiana cristina curtis cynthia cyril cyrille dagmar daisuke damian damien
dan dana daniel daniela daniele danielle danuta daria dario darius darren darya dave david davide dawn dean
debbie deborah debra deepak denis denise deniz dennis derek desmond devin diana diane didier diego dieter
dietmar dietrich dilip dimitar dimitri dimitrios dimitris dino dirk djamel dmitri dmitry dominic dominik
dominika dominique don donald donna dora doris dorota dorothea dorothee doug douglas dragan duncan dylan eamon
eckhard eckhart ed eddie eddy edgar edith edmund edoardo eduard eduardo edward edwin eero egon eileen einar
eirik ekaterina elaine eleanor elena eleni eleonora elias elif elisa elisabeth elisabetta elise eliza
elizabeth elke ella ellen elliot elodie elsa else emanuel emanuele emeka emeline emil emile emilia emilie
emilio emily emma emmanuel emmanuelle emre enrico enrique eric erica erich erik erika erin ernest ernesto
ernst erwan erwin esteban estelle esther eszter etienne eugene eugenia eugenio eva eve evelyn ewa ewan fabian
fabien fabienne fabio fabrice fabrizio fanny farah fatima fausto federica federico felicity felix ferdinand
fernando fiona flavia flavio flora florence florian floriane frances francesca francesco francis francisco
franck franco francois francoise frank frans franz franziska fred freddie frederic frederick frederik fredrik
freya frieder friedrich fritz gabor gabriel gabriela gabriele gabriella gael gaelle gaia gareth garry gary
gaston gavin geir gemma geoff geoffrey georg george georges georgi georgia georgina georgios gerald gerard
gerd gergely gerhard gert gertrud ghislain giacomo giancarlo gianfranco gianluca gianluigi gianni gilbert
giles gilles gillian gina giorgio giovanna giovanni gisela giulia giuliano giulio giuseppe glen glenn gonzalo
goran gordon gosta grace graeme graham grant greg gregoire gregor gregory greta grzegorz guido guillaume
guillermo gunilla gunnar gunter guntram gustav gustavo guy gwen gwenael hadrien hakan hakon hana hanna hannah
hannes hans hao harald hari harold harriet harry hartmut hassan heather hector heidi heike heiko heiner
heinrich heinz helen helena helene helga helge helmut hendrik henk henning henri henrietta henrik henrique
henry herbert herman hermann hilary hilda hilde hiroshi holger hong horst howard hristo hubert hugh hugo
hugues hyun ian ibrahim ida ignacio igor ilaria ilia ilias ilka ilse ilya imke imre ina ines inga inge ingela
ingo ingrid ioana ioannis irena irene irina iris irma isaac isabel isabella isabelle ismael istvan ivan ivana
ivo iwona jack jackie jacob jacqueline jacques jade jaime jakob jakub james jamie jan jana jane janet janice
janine janis janne janos jared jarek jari jaroslav jasmin jasmine jason javier jay jean jeanette jeanne jeff
jeffrey jelena jen jennifer jenny jens jeremy jerome jerry jerzy jesper jess jesse jessica jesus jiang jill
jim jimmy jin jiri jitka jo joachim joan joana joanna joao jochen jody joe joel joelle joerg johan johann
johanna johannes john johnny jon jonas jonathan joni jordan jordi jorg jorge jose josef josefine joseph
josephine josh joshua josip jost joyce jozef juan judith judy juergen juha jukka julia julian juliana juliane
julie julien juliet juliette julio julius jun june jurgen justin justyna jutta jyrki kai kaisa kalle kamil
kamila karel karen kari karim karima karin karina karine karl karla karol karolina karsten kasia kaspar
katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn kathy katia katie katja katrin
katy kay kazuo keiko keith kelly ken kenji kenneth kenny kent kenta kerry kerstin kevin khaled kim kimberly
kirk kirsten kirsty kjell kjetil klara klaus knut konrad konstantin konstantinos kora krishna krista kristen
kristian kristin kristina kristine kristof krystyna krzysztof kshitij kumar kurt kwame kyle lakshmi lars
laszlo laura laure laurel lauren laurence laurent lauri lea leah leandro lee lei leif leila len lena lene
lenka lennart leo leon leonard leonardo leonid leonie leonor leslie leszek lev lewis leyla li lia liam lidia
lilian liliana lilly lin lina linda lindsay ling lionel lisa lise liu liv liz ljiljana lloyd loic lois lorena
lorenz lorenzo loretta lothar lou louis louisa louise luana luc luca lucas lucia luciano lucie lucien lucile
lucy ludmila ludovic ludwig luigi luis luisa lukas lukasz luke lutz lydia lynn maarit maarten maciej madeleine
madison mads magali magda magdalena magnus maike maja majid makoto malcolm malgorzata malte mandy manfred
manuel manuela mara marc marcel marcella marcello marcin marco marcos marcus marek maren margaret margarita
margit margot maria mariana marianne marie mariella marija marika marilyn marina marine mario marion marius
mariusz marjan mark marketa marko markus marlene marta marten martha martijn martin martina martine martyn
mary maryam masaki massimo matej mateusz mathias mathieu mathilde matias matt matteo matthew matthias matthieu
maud maura maureen maurice mauricio mauro max maxim maxime maximilian maya megan mehdi mehmet mei mei-ling
melanie melissa mette mia micaela michael michaela michal michel michela michele michelle mick miguel mihai
mihajlo mika mikael mike mikhail mikko milan milena milos mina ming minh mira mireille mirek miriam mirjam
mirko mirna miroslav mitch mitchell moana mohamed mohammad mohammed moira molly mona monica monika monique
montse morgan moritz morten moses muhammad murat murray myriam nacho nadia nadine nadja nancy naoko naomi
narayan natalia natalie natasha nathalie nathan nathaniel ned neha neil nele nelly nelson nestor ngozi niall
nicholas nick nicki nicky nico nicola nicolai nicolas nicole niels nigel niklas niko nikola nikolai nikolaos
nikolas nikolaus nils nina ning nino noel noelle noemi noemie nora norbert norman nuno octavia odile olaf ole
oleg oleksandr olena olga oliver olivia olivier olof omar ondrej oriol orla orsolya osamu oscar oskar otto
outi owen oyvind ozan pablo paloma pam pamela paola paolo pascal pascale pat patrice patricia patricio patrick
patrik patrizia paul paula paulina pauline paulo pavel pawel pedro peggy pekka penelope penny per percy petar
pete peter petr petra petros petteri phil philip philipp philippa philippe phillip phoebe pia pierre pieter
pietro pilar piotr plamen pooja prakash priya przemyslaw quentin rachel radek radim radka rafael rafal
raffaele raffaella ragnar rahul rainer raj rajesh ralf ralph ramesh ramon ramona randall randy raoul raphael
raquel rasa rasmus raul ravi ray raymond rebecca regina regine regis reiner reinhard reinhold remi remy renata
renate renato rene renee rennie reto rhys ricardo riccardo rich richard rick rita rob robert roberta roberto
robin robyn rocco rodney rodolfo rodrigo roger roland rolf romain roman romeo ron ronald ronan ronny rory rosa
rosalia rosalind rosanna rose rosemary rosie ross roxana roy ruben rudi rudiger rudolf rui rupert ruslan russ
russell ruth ryan sabina sabine sabrina sally salman salvador salvatore sam samantha samir samuel sandeep
sandra sandrine sandro sandy sang sanjay sanna santiago sara sarah sascha sasha satoshi sean sebastian
sebastiano sebastien selina serena serge sergei sergey sergio seth severin severine shane sharon shaun shawn
sheila shelley shinji shirley sibylle siegfried sigrid silke silvana silvia silvio simon simona simone sina
sindre sinead sipho snezana sofia sofie solene sonia sonja soo sophia sophie soren stacey stan stanislav
stanislaw stefan stefania stefanie stefano steffen stella sten stephan stephane stephanie stephen sterling
steve steven stewart stuart sue sunil suresh susan susana susanna susanne suzanne sven svenja svetlana sylvain
sylvia sylvie tad tada takumi tamara tania tanja tanya tara tatiana tatjana ted teodor teresa terry tessa
tetsuya thabo thea theo theodor theresa therese thibault thibaut thierry thilo thomas thorsten tibor tiffany
tilman tilo tim timo timothy tina tito tobias todd tom tomas tomasz tommaso tommy toni tony toomas tor torben
tore torsten tracy tristan trond tuomas ugo ulf ulla ulli ullrich ulrich ulrik ulrika ulrike umberto ursula
uta ute uwe vaclav val valentin valentina valeria valerie valerio valery vanessa vasco vasil vera verena
veronica veronika veronique vesna vicente vicky victor victoria vijay vikram viktor viktoria ville vilma
vincent vincenzo vinod virginia virginie vito vittorio vivian viviane vlad vladimir vojta vojtech volker
vytautas wade walter waltraud wanda warren wayne wei wendy werner wilfried wilhelm will willem william willy
wim winfried witold wojciech wolf wolfgang wouter xavier xiao xiaoyu xin yan yana yang yann yannick yannis
yasmin yasmine ying yoko yolanda yong yoshi youness youssef yu yuki yuri yury yves yvette yvonne zach zachary
zdenek zeynep zhang zoe zofia zoltan zsolt zuzana
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
