## needs: program chromium
## The page in a browser: its own script runs, the names in it do nothing, and nothing is complained of.
$ cat >hostile.csv <<'END'
> name,maker,product,site,ip
> "<script>document.title='ran 1'</script>",Acme,"</script><script>document.title='ran 2'</script>",n,192.0.2.1
> """><img src=x onerror=document.title='ran3'>",Acme,"<svg/onload=document.title='ran4'>",n,192.0.2.2
> </details></div></main><h1>You are clean</h1>,Acme,<!--,s,192.0.2.3
> "' onmouseover='document.title=5",Acme,<base href=//192.0.2.9/>,s,192.0.2.4
> END
$ printf 'schema: cleanpath-profile/1\nname: "</title><script>document.title=0</script>"\ncountry: US\nroles: [federal_contractor]\n' >profile.yaml
$ cat >browse <<'END'
> #!/bin/sh
> # browse PAGE: into dom what the page became, and onto standard output what the browser had to say of it
> timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$PWD/browser" --enable-logging=stderr \
>     --virtual-time-budget=2000 --dump-dom "file://$PWD/$1" 2>said >dom || echo "exit $?"
> grep -o 'CONSOLE.*' said | sed 's/CONSOLE[^"]*//; s/, source:.*//' | cut -c1-100
> END
$ chmod +x browse; cleanpath report -o page.html hostile.csv; ./browse page.html#/assets; grep -o '<title>[^<]*' dom; grep -o 'aria-rowcount="[0-9]*"' dom; grep -c '<h1>You are clean' dom; grep -c '&lt;/details&gt;&lt;/div&gt;&lt;/main&gt;&lt;h1&gt;You are' dom
<title>Equipment audit: &lt;/title&gt;&lt;script&gt;document.title=0&lt;/script&gt;
aria-rowcount="5"
0
1
$ sed 's|<noscript>|<!--|; s|</noscript>|-->|' dom | grep -o '<[a-z0-9]*' | sort | uniq -c | awk '$2 ~ /script|img|base|iframe|object|embed|link|meta|form/ {print $2, $1}'
<form 1
<meta 4
<script 2
## Were a name to get through all the same, the policy of the page would stop it.
$ sed 's|<div id="app">|<script>document.title="ran"</script><img src="x" onerror="document.title=7"><p style="color:red">x</p>&|' page.html >through.html; ./browse through.html | sed "s/ violates.*//; s|file://.*/|/|" | sort | uniq -c; grep -o '<title>[^<]*' dom
      1 "Applying inline style
      1 "Executing inline event handler
      1 "Executing inline script
      1 "Loading the image '/x'
<title>Equipment audit: &lt;/title&gt;&lt;script&gt;document.title=0&lt;/script&gt;
