/** Words of the field as others write them: abbreviations, and the languages that logs are written in, in the words of vocabulary.ts. */

const TABLE = `
usr=user hmn=human cust=customer asst=assistant assist=assistant bot=bot agt=agent sys=system env=environment fn=function func=function fun=function
msg=message msgs=messages txt=text cont=content obs=observation act=action acts=actions cmd=command cmds=commands resp=response rsp=response req=request reqs=requests
res=result out=output in=input inp=input ret=return retval=return_value rc=exit_code param=parameters arg=arguments prm=parameters prms=parameters sndr=sender rid=request_id got=result given=arguments ops=operations opts=options
tc=tool_calls tcs=tool_calls cid=call_id callid=call_id tcid=tool_call_id hist=history conv=conversation convo=conversation dlg=dialog traj=trajectory
utter=utterance utt=utterance ques=question ans=answer tm=time dt=datetime evts=events ctx=context evt=event desc=description sess=session cfg=config reas=reasoning thot=thought expl=explanation 
 sees=observation percept=observation perception=observation did=action does=action deed=action
utilisateur=user utilisatrice=user usager=user client=user systeme=system outil=tool outils=tools fonction=function appel=call appels=calls pensee=thought pensees=thoughts reflexion=thought raisonnement=reasoning parametre=parameters parametres=parameters entree=input sortie=output resultat=result resultats=results reponse=response etape=step etapes=steps tache=task contenu=content texte=text erreur=error statut=status horodatage=timestamp heure=time duree=duration historique=history echanges=messages auteur=author nom=name debut=start fin=end requete=request consigne=instruction demande=question 
benutzer=user nutzer=user anwender=user kunde=user assistent=assistant werkzeug=tool werkzeuge=tools funktion=function aufruf=call aufrufe=calls gedanke=thought gedanken=thoughts ueberlegung=reasoning uberlegung=reasoning begrundung=reasoning argumente=arguments eingabe=input eingaben=inputs ausgabe=output ausgaben=outputs ergebnis=result ergebnisse=results antwort=response schritt=step schritte=steps ablauf=steps aufgabe=task nachricht=message nachrichten=messages inhalt=content fehler=error zustand=status zeit=time zeitstempel=timestamp verlauf=history beobachtung=observation aktion=action befehl=command rolle=role absender=sender ereignis=event ereignisse=events typ=type art=kind frage=question gesprach=conversation
usuario=user cliente=user asistente=assistant sistema=system herramienta=tool herramientas=tools funcion=function llamada=call llamadas=calls pensamiento=thought razonamiento=reasoning argumentos=arguments entrada=input salida=output resultado=result resultados=results respuesta=response paso=step pasos=steps tarea=task mensaje=message mensajes=messages contenido=content texto=text estado=status fecha=time hora=time historial=history observacion=observation accion=action acciones=actions rol=role evento=event eventos=events tipo=type pregunta=question autor=author
ferramenta=tool ferramentas=tools funcao=function chamada=call chamadas=calls pensamento=thought raciocinio=reasoning saida=output resposta=response passo=step passos=steps tarefa=task mensagem=message mensagens=messages conteudo=content erro=error historico=history observacao=observation acao=action acoes=actions pergunta=question papel=role
utente=user assistente=assistant strumento=tool strumenti=tools funzione=function chiamata=call chiamate=calls pensiero=thought ragionamento=reasoning argomenti=arguments parametri=parameters ingresso=input uscita=output risultato=result risultati=results risposta=response passi=steps compito=task messaggio=message messaggi=messages contenuto=content testo=text errore=error stato=status ora=time cronologia=history osservazione=observation azione=action azioni=actions ruolo=role domanda=question
gebruiker=user klant=user hulpmiddel=tool gereedschap=tool functie=function aanroep=call gedachte=thought redenering=reasoning invoer=input uitvoer=output resultaat=result resultaten=results antwoord=response stap=step stappen=steps taak=task bericht=message berichten=messages inhoud=content fout=error tijd=time geschiedenis=history waarneming=observation actie=action acties=actions vraag=question
uzytkownik=user narzedzie=tool funkcja=function wywolanie=call mysl=thought rozumowanie=reasoning argumenty=arguments parametry=parameters wejscie=input wyjscie=output wynik=result odpowiedz=response krok=step kroki=steps zadanie=task wiadomosc=message tresc=content blad=error czas=time akcja=action obserwacja=observation rola=role pytanie=question
anvandare=user verktyg=tool anrop=call tanke=thought resonemang=reasoning utdata=output indata=input svar=response steg=steps uppgift=task meddelande=message innehall=content fel=error tid=time atgard=action fraga=question
kullanici=user asistan=assistant arac=tool dusunce=thought girdi=input cikti=output sonuc=result yanit=response adim=step adimlar=steps gorev=task mesaj=message icerik=content hata=error eylem=action gozlem=observation
пользователь=user ассистент=assistant помощник=assistant система=system инструмент=tool инструменты=tools функция=function вызов=call мысль=thought рассуждение=reasoning аргументы=arguments параметры=parameters ввод=input вывод=output результат=result ответ=response шаг=step шаги=steps задача=task сообщение=message сообщения=messages содержание=content текст=text ошибка=error статус=status время=time действие=action наблюдение=observation роль=role вопрос=question
用户=user 助手=assistant 系统=system 工具=tool 工具名=tool_name 工具调用=tool_calls 函数=function 调用=call 思考=thought 想法=thought 推理=reasoning 参数=arguments 输入=input 输出=output 结果=result 回答=response 回复=reply 步骤=steps 任务=task 消息=messages 内容=content 文本=text 错误=error 状态=status 时间=time 动作=action 行动=action 观察=observation 角色=role 问题=question 对话=conversation 历史=history
ユーザー=user アシスタント=assistant システム=system ツール=tool ツール名=tool_name 関数=function 思考=thought 引数=arguments 入力=input 出力=output 結果=result 応答=response 回答=response ステップ=steps タスク=task メッセージ=messages 内容=content 本文=text エラー=error 時刻=time 行動=action 観察=observation 役割=role 質問=question 履歴=history
사용자=user 도우미=assistant 시스템=system 도구=tool 함수=function 생각=thought 인수=arguments 매개변수=parameters 입력=input 출력=output 결과=result 응답=response 단계=steps 작업=task 메시지=messages 내용=content 오류=error 시간=time 행동=action 관찰=observation 역할=role 질문=question
`;

const WORDS: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/\s+/)
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
);

/** A normalised name in the field's own words; words that nobody knows stay. */
export function inFieldWords(name: string): string {
  const bare = name.normalize('NFD').replaceAll(/\p{M}+/gu, '');
  const composed = bare.normalize('NFC');
  return (
    WORDS.get(name) ??
    WORDS.get(composed) ??
    composed
      .split('_')
      .map((word) => WORDS.get(word) ?? word)
      .join('_')
  );
}
