process.stdout.write("restwright\n");
